"""The rules that OpenAI sets for a strict JSON schema, beyond what JSON Schema allows."""

from collections.abc import Iterator
from typing import Any

Path = tuple[str, ...]


def objection(schema: object) -> str | None:
    """Why a schema is refused under `strict`, or None when it is taken.

    Its root must be an object; every object must be closed by `additionalProperties: false` and require all
    of its properties; every `$ref` must lead somewhere.
    """
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return "schema must be a JSON Schema of 'type: \"object\"'."
    return next(_objections(schema, schema, ()), None)


def _objections(node: object, root: dict[str, Any], path: Path) -> Iterator[str]:
    if not isinstance(node, dict):
        yield f"In context={path}, a schema must be an object."
        return
    if "$ref" in node and not _leads(str(node["$ref"]), root):
        yield f"In context={path}, reference to unknown schema {node['$ref']!r}."
    if not node.keys() & {"type", "anyOf", "$ref", "enum", "const"}:
        yield f"In context={path}, schema must have a 'type' key."
    if node.get("type") == "object" or "properties" in node:
        yield from _open_object(node, path)
    for name, inner in _inner(node):
        yield from _objections(inner, root, (*path, *name))


def _open_object(node: dict[str, Any], path: Path) -> Iterator[str]:
    if node.get("additionalProperties") is not False:
        yield f"In context={path}, 'additionalProperties' is required to be supplied and to be false."
    properties = node.get("properties", {})
    missing = [name for name in properties if name not in node.get("required", ())]
    if missing:
        yield (
            f"In context={path}, 'required' is required to be supplied and to be an array including every "
            f"key in properties. Missing {missing[0]!r}."
        )


def _inner(node: dict[str, Any]) -> Iterator[tuple[Path, object]]:
    for holder in ("properties", "$defs"):
        for name, inner in node.get(holder, {}).items():
            yield (holder, str(name)), inner
    for at, inner in enumerate(node.get("anyOf", ())):
        yield ("anyOf", str(at)), inner
    if "items" in node:
        yield ("items",), node["items"]


def _leads(reference: str, root: dict[str, Any]) -> bool:
    node: object = root
    if not reference.startswith("#"):
        return False
    for name in reference.removeprefix("#").split("/")[1:]:
        node = node.get(name) if isinstance(node, dict) else None
    return node is not None
