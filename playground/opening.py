"""The first minute of the playground, played by its people: the owner starts, and lets the guest in."""

from playground.telegram import Person, World

PATIENCE_SECONDS = 10.0


async def open_books(
    world: World, owner: Person, guest: Person, patience_seconds: float = PATIENCE_SECONDS
) -> bool:
    """Let the owner start the bot, and the guest ask for access and get it; false if the bot does not follow.

    Everything goes the way it goes for real people, so what the page shows is what happened.
    """
    try:
        await world.answer_to(owner.say("/start"), patience_seconds)
        greeting = await world.answer_to(guest.say("/start"), patience_seconds)
        known = world.last(owner).id
        guest.tap(greeting, greeting.buttons[0][0])
        await world.until(lambda: _asks(world, owner, known), patience_seconds)
        request, heard = world.last(owner), world.last(guest).id
        owner.tap(request, request.buttons[0][0])
        await world.until(lambda: world.last(guest).id > heard, patience_seconds)
    except (TimeoutError, IndexError):
        return False
    return True


def _asks(world: World, person: Person, after: int) -> bool:
    newest = world.last(person)
    return newest.id > after and bool(newest.buttons)
