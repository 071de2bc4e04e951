"""What the public headers declare, and therefore the library has to show."""
import re

def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)


def declarations_of(text):
    """Without comments, and without the braces of empty values, which begin no body."""
    return re.sub(r"=\s*\{\}", "= empty", without_comments(text))


def includes(text):
    return re.findall(r'^\s*#\s*include\s*["<]([^">]+)[">]', without_comments(text), re.MULTILINE)


def _matching(text, opened):
    """The place behind the brace that closes the one at `opened`."""
    depth = 0
    for place in range(opened, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    raise ValueError("a brace is not closed")


def _name(declaration):
    """The name of the function that a declaration declares, or nothing."""
    before = declaration.split("(")[0].rstrip()
    if "operator" in before:
        return "operator" + before.split("operator")[1].strip()
    found = re.search(r"~?\w+$", before)
    return found[0] if found else None


def _members(name, body):
    """Public member functions without a body."""
    public = False
    while body:
        body = body.lstrip()
        access = re.match(r"(public|protected|private)\s*:", body)
        if access:
            public = access[1] == "public"
            body = body[access.end():]
            continue
        end = re.search(r"[;{]", body)
        if not end:
            return
        declaration = body[:end.start()].strip()
        if end[0] == "{":
            behind = _matching(body, end.start())
            rest = body[behind:].lstrip()
            body = rest[1:] if rest.startswith(";") else rest
            continue
        body = body[end.end():]
        if (public and "(" in declaration and not re.search(r"=\s*(0|default|delete)$", declaration)
                and not re.match(r"(using|friend|enum|struct|class)\b", declaration)):
            yield f"teamsctl::{name}::{_name(declaration)}"


def declared(text):
    """The names, with their namespace, of the functions that a header declares with TEAMSCTL_API and does not define."""
    text = declarations_of(text)
    for found in re.finditer(r"\bTEAMSCTL_API\b", text):
        before = text[:found.start()].rstrip()
        if before.endswith("define"):
            continue
        if re.search(r"\bclass$", before):
            name = re.match(r"\s*(\w+)", text[found.end():])[1]
            opened = text.index("{", found.end())
            yield from _members(name, text[opened + 1:_matching(text, opened) - 1])
        else:
            yield f"teamsctl::{_name(text[found.end():text.index(';', found.end())])}"


def undeclared(text):
    """Functions of a header's own namespace that are declared without TEAMSCTL_API, and not defined there."""
    text = declarations_of(text)
    opened = text.index("{", text.index("namespace teamsctl"))
    body = text[opened + 1:_matching(text, opened) - 1]
    while body:
        end = re.search(r"[;{]", body)
        if not end:
            return
        declaration = body[:end.start()].strip()
        if end[0] == "{":
            rest = body[_matching(body, end.start()):].lstrip()
            body = rest[1:] if rest.startswith(";") else rest
            continue
        body = body[end.end():]
        if "(" in declaration and "TEAMSCTL_API" not in declaration and not re.match(r"(using|inline|struct|class|enum)\b", declaration):
            yield _name(declaration)
