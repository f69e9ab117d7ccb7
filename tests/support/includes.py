#!/usr/bin/python3
"""Checks that #include lines point downwards only (see ARCHITECTURE.md) and that LLVM stays in jit/."""
import os, re, sys

ALLOWED = {
    "api": {"api", "frontend", "jit", "ir", "runtime"},
    "frontend": {"frontend", "ir", "runtime/base", "runtime/abi.h"},
    "jit": {"jit", "ir", "runtime/base", "runtime/abi.h", "runtime/engine/sub.h", "runtime/math"},  # math: headers alone
    "ir": {"ir", "runtime/base", "runtime/abi.h"},
    "runtime": {"runtime"},
    "runtime/base": {"runtime/base"},
}
root, bad, files = sys.argv[1], 0, 0
for top in ("api", "frontend", "jit", "ir", "runtime"):
    for d, _, names in os.walk(os.path.join(root, top)):
        for n in names:
            if not n.endswith((".c", ".h", ".def")):
                continue
            path = os.path.relpath(os.path.join(d, n), root)
            files += 1
            rule = ALLOWED["runtime/base" if path.startswith("runtime/base/") else top]
            for i, line in enumerate(open(os.path.join(root, path), encoding="utf-8"), 1):
                m = re.match(r'\s*#\s*include\s+([<"])([^">]+)', line)
                if not m:
                    continue
                kind, target = m.groups()
                if target.startswith(("llvm", "clang")) and top != "jit":
                    print(f"{path}:{i}: LLVM belongs in jit/: {target}")
                    bad += 1
                if kind == '"' and os.path.exists(os.path.join(root, target)):
                    if not any(target == r or target.startswith(r + "/") for r in rule):
                        print(f"{path}:{i}: {top} may not include {target}")
                        bad += 1
print(f"{files - bad} passed, {bad} failed" if not bad else f"{bad} includes point the wrong way")
sys.exit(1 if bad else 0)
