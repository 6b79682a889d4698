"""The first minute of the playground, played by its people: the owner starts, and lets the guest in."""

from playground.telegram import Message, Person, World

PATIENCE_SECONDS = 10.0


async def open_books(world: World, owner: Person, guest: Person) -> bool:
    """Let the owner start the bot, and the guest ask for access and get it; false if the bot does not follow.

    Everything goes the way it goes for real people, so what the page shows is what happened.
    """
    try:
        await _answered(world, owner.say("/start"))
        greeting = await _answered(world, guest.say("/start"))
        known = world.last(owner).id
        guest.tap(greeting, greeting.buttons[0][0])
        await world.until(lambda: _asks(world, owner, known), PATIENCE_SECONDS)
        request, heard = world.last(owner), world.last(guest).id
        owner.tap(request, request.buttons[0][0])
        await world.until(lambda: world.last(guest).id > heard, PATIENCE_SECONDS)
    except (TimeoutError, IndexError):
        return False
    return True


async def _answered(world: World, said: Message) -> Message:
    return await world.answer_to(said, PATIENCE_SECONDS)


def _asks(world: World, person: Person, after: int) -> bool:
    newest = world.last(person)
    return newest.id > after and bool(newest.buttons)
