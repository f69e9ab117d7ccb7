"""Makes a program that differs smaller, while it still differs: statements go, blocks become their bodies, parts of
expressions become numbers."""
import re


def blocks(st, out):
    """All statement lists of a tree."""
    out.append(st)
    for t in st:
        if isinstance(t, list):
            for x in t[1:]:
                if isinstance(x, list):
                    blocks(x, out)
    return out


def drop(lists, still):
    """Removes statements, runs of them first."""
    changed = False
    for st in lists:
        size = max(1, len(st) // 2)
        while size:
            i = 0
            while i < len(st):
                saved = st[i:i + size]
                del st[i:i + size]
                if saved and still():
                    changed = True
                else:
                    st[i:i] = saved
                    i += size
            size //= 2
    return changed


def unwrap(st, still):
    changed = False
    for i in range(len(st)):
        if i < len(st) and isinstance(st[i], list):
            block = st[i]
            bodies = [x for x in block[1:] if isinstance(x, list)]
            for body in bodies:
                st[i:i + 1] = body
                if still():
                    changed = True
                    break
                st[i:i + len(body)] = [block]
    return changed


def smaller(text):
    """Texts with one part less."""
    for m in re.finditer(r"\w*(?::[ak])?\(([^()]*)\)", text):
        for other in ("1", m.group(1).split(",")[0].strip() or "1"):
            yield text[:m.start()] + other + text[m.end():]
    for m in re.finditer(r"[-+*/%^#&|]\s*[\w.$]+", text):
        yield text[:m.start()] + text[m.end():]
    for m in re.finditer(r"[\w.]+\s*[-+*/%^#&|]\s*", text):
        yield text[:m.start()] + text[m.end():]
    for m in re.finditer(r"\b[\d.]+(e-?\d+)?\b", text, re.I):
        if m.group() not in ("1", "0"):
            yield text[:m.start()] + "1" + text[m.end():]


def simplify(st, still, budget):
    changed = False
    for i, t in enumerate(st):
        if not isinstance(t, str):
            continue
        again = True
        while again and budget[0] > 0:
            again = False
            for other in smaller(st[i]):
                saved, st[i] = st[i], other
                budget[0] -= 1
                if still():
                    again = changed = True
                    break
                st[i] = saved
                if budget[0] <= 0:
                    break
    return changed


def reduce(p, still, budget=150):
    left = [budget]

    def counted():
        left[0] -= 1
        return left[0] > 0 and still()

    while left[0] > 0:
        changed = False
        if len(p.notes) > 1:
            saved = p.notes
            for n in saved:
                p.notes = [n]
                if counted():
                    changed = True
                    break
                p.notes = saved
        for k in range(len(p.udos) - 1, -1, -1):
            u = p.udos.pop(k)
            if counted():
                changed = True
            else:
                p.udos.insert(k, u)
        lists = blocks(p.body, []) + [p.tail, p.head]
        for u in p.udos:
            lists += blocks(u[3][1], [])
        changed |= drop(lists, counted)
        changed |= unwrap(p.body, counted)
        for st in blocks(p.body, []) + [p.tail] + [x for u in p.udos for x in blocks(u[3][1], [])]:
            changed |= simplify(st, counted, left)
        if not changed:
            break


def reduce_lines(text, still, budget=100):
    lines = text.split("\n")
    size = max(1, len(lines) // 4)
    while size and budget > 0:
        i = 0
        while i < len(lines) and budget > 0:
            part = lines[:i] + lines[i + size:]
            budget -= 1
            if still("\n".join(part)):
                lines = part
            else:
                i += size
        size //= 2
    return "\n".join(lines)
