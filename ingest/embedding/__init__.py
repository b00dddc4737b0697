"""The slot for a neural model: any ONNX file with a small description beside it.

``active_model`` says which model an archive uses, or why none; ``embed`` turns
a picture into vectors. Without a model everything else works as before.
"""

from ingest.embedding.active import NoModel, active_model, identity_in_use
from ingest.embedding.describing import BadModel, Description, read_description
from ingest.embedding.embedding import embed
from ingest.embedding.model import EMBEDDING_VERSION, Model, load_model

__all__ = [
    "EMBEDDING_VERSION",
    "BadModel",
    "Description",
    "Model",
    "NoModel",
    "active_model",
    "embed",
    "identity_in_use",
    "load_model",
    "read_description",
]
