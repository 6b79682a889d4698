"""Methods about how updates reach the bot: the long poll and the webhook."""

import asyncio
from urllib.parse import urlsplit

from playground.telegram.errors import BotApiError
from playground.telegram.parameters import Parameters
from playground.telegram.store import Store
from playground.telegram.updates import MOST_AT_ONCE
from playground.telegram.wire import JsonObject

LONGEST_POLL_SECONDS = 50
PORTS = (443, 80, 88, 8443)


async def get_updates(world: Store, p: Parameters) -> list[JsonObject]:
    """Return what waits for the bot, holding the answer until there is something or the timeout is over."""
    queue = world.update_queue
    offset, limit = p.integer("offset"), p.integer("limit", MOST_AT_ONCE)
    seconds = min(max(p.integer("timeout"), 0), LONGEST_POLL_SECONDS)
    limit = limit if 1 <= limit <= MOST_AT_ONCE else MOST_AT_ONCE
    with world.lock:
        _remember_allowed(world, p)
        turn = queue.take_over()
    deadline = asyncio.get_running_loop().time() + seconds
    with world.changes.listening() as changed:
        while True:
            changed.clear()
            with world.lock:
                updates = queue.read(turn, offset, limit)
            if updates:
                return updates
            try:
                async with asyncio.timeout_at(deadline):
                    await changed.wait()
            except TimeoutError:
                return []


def set_webhook(world: Store, p: Parameters) -> bool:
    """Keep a webhook; nothing is ever posted to it, but polling is refused from now on."""
    url = p.text("url")
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[0]
    except ValueError:
        raise BotApiError.bad_request("bad webhook: invalid URL specified") from None
    if url and (parts.scheme != "https" or not parts.hostname):
        raise BotApiError.bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if url and port not in PORTS:
        raise BotApiError.bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    _remember_allowed(world, p)
    if p.flag("drop_pending_updates"):
        world.update_queue.drop()
    world.update_queue.set_webhook({"url": url} if url else {})
    return True


def delete_webhook(world: Store, p: Parameters) -> bool:
    """Go back to polling."""
    if p.flag("drop_pending_updates"):
        world.update_queue.drop()
    world.update_queue.set_webhook({})
    return True


def get_webhook_info(world: Store, _: Parameters) -> JsonObject:
    """Tell the webhook and how much waits."""
    queue = world.update_queue
    return {
        "url": queue.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(queue.pending),
        "allowed_updates": sorted(queue.allowed),
    }


def _remember_allowed(world: Store, p: Parameters) -> None:
    if "allowed_updates" in p.fields:
        world.update_queue.allow(str(kind) for kind in p.a_list("allowed_updates"))


METHODS = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
