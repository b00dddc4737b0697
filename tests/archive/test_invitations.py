import pytest

from archive.access import Role, Viewer
from archive.changes import change
from archive.errors import BadInput, Conflict, Forbidden, NotFound
from archive.invitations import accept, invite, list_invitations, revoke, viewer_of
from archive.makers import add_maker
from archive.wording import Wording


def test_the_secret_lets_a_maker_in_as_herself(db):
    invitation, secret = invite(db, "clerk", " 何阿姨 ", Role.MAKER)
    (listed,) = list_invitations(db)

    assert accept(db, invitation, secret) == Viewer(Role.MAKER, "何阿姨", listed.maker)
    assert listed.maker is not None


def test_a_new_link_after_a_revoked_one_is_for_the_same_maker(db):
    first, _ = invite(db, "clerk", "何阿姨", Role.MAKER)
    revoke(db, "clerk", first)
    invite(db, "clerk", "何阿姨", Role.MAKER, same_person=True)

    assert len({each.maker for each in list_invitations(db)}) == 1


def test_a_new_link_for_the_same_person_ends_the_earlier_one(db):
    first, _ = invite(db, "clerk", "何阿姨", Role.MAKER)
    invite(db, "clerk", "何阿姨", Role.MAKER, same_person=True)

    with pytest.raises(Forbidden):
        viewer_of(db, first)


def test_nobody_gets_the_drafts_of_somebody_who_had_her_name_before(db):
    first, _ = invite(db, "clerk", "何阿姨", Role.MAKER)
    revoke(db, "clerk", first)

    with pytest.raises(Conflict):
        invite(db, "clerk", "何阿姨", Role.MAKER)


def test_nobody_gets_the_works_of_a_maker_by_having_her_name(db):
    with change(db, "sheet") as this:
        add_maker(this, Wording("潘阿妹"))

    with pytest.raises(Conflict):
        invite(db, "clerk", "潘阿妹", Role.MAKER)


def test_two_people_of_one_name_do_not_share_an_account(db):
    invite(db, "clerk", "何阿姨", Role.MAKER)

    with pytest.raises(Conflict):
        invite(db, "clerk", "何阿姨", Role.CURATOR)


def test_the_secret_stands_nowhere_in_the_catalogue(db):
    _, secret = invite(db, "clerk", "何阿姨", Role.CURATOR)
    everything = "\n".join(db.conn.iterdump())

    assert secret not in everything


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_a_wrong_secret_opens_no_door(db, secret):
    invitation, _ = invite(db, "clerk", "何阿姨", Role.ADMIN)

    with pytest.raises(Forbidden):
        accept(db, invitation, secret)
    with pytest.raises(Forbidden):
        accept(db, "000000", secret)


def test_a_revoked_invitation_closes_at_once(db):
    invitation, secret = invite(db, "clerk", "何阿姨", Role.CURATOR)
    revoke(db, "clerk", invitation)

    with pytest.raises(Forbidden):
        accept(db, invitation, secret)
    with pytest.raises(Forbidden):
        viewer_of(db, invitation)


def test_an_invitation_ends_with_its_time(db):
    invitation, secret = invite(db, "clerk", "何阿姨", Role.CURATOR)
    db.table("invitations").update(invitation, {"expires_at": "2020-01-01T00:00:00Z"})

    with pytest.raises(Forbidden):
        accept(db, invitation, secret)


def test_nobody_is_invited_without_a_name_or_to_be_the_public(db):
    for name, role in (("", Role.MAKER), ("x" * 81, Role.MAKER), ("何", Role.PUBLIC)):
        with pytest.raises(BadInput):
            invite(db, "clerk", name, role)


def test_an_unknown_invitation_cannot_be_revoked(db):
    with pytest.raises(NotFound):
        revoke(db, "clerk", "000000")
