#!/usr/bin/env python3
"""Packs made to take all of the memory: what `pack check` and `pack add` need for each.

    benches/hostile_packs.py target/release/plimsoll

Each pack is as large as the limits allow, or a little larger. Peak memory is what the system counted for the process;
the goal is 200 MB.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile

HEAD = "format: 1\nid: worst\ntitle: Worst\nservices:\n  one: {title: One}\n"
RULE = "rules:\n  r: {any: [kubectl], points_to: {one: 2}, because: It is so.}\n"
FILE = 1_200_000  # bytes: below the 2 MiB that a file may have, and below its 200,000 keys and values
CHANCE = random.Random(1)


def word(letters="abcdefghijklmnopqrstuvwxyz"):
    return "".join(CHANCE.choice(letters) for _ in range(6))


def words(count, make=word):
    return " ".join(make() for _ in range(count))


def note(number, body="Short.", front=None, extra=""):
    front = front or f"What is {number}?"
    card = f'{{front: "{front}", back: It is {number + 1}.}}'
    return f"  note-{number}:\n    service: one\n    title: Note {number}\n{extra}    body: {body}\n    cards:\n      a: {card}\n"


def write(folder, head, section, entries):
    """The entries under their section in as many files as they need."""
    with open(os.path.join(folder, "pack.yaml"), "w") as file:
        file.write(head)
    number, size, file = 0, FILE, None
    for entry in entries:
        if size + len(entry) > FILE:
            if file:
                file.close()
            file = open(os.path.join(folder, f"{number:03}.yaml"), "w")
            file.write(section + ":\n")
            number, size = number + 1, 0
        file.write(entry)
        size += len(entry)
    file.close()


def notes(count, make):
    return "notes", (make(number) for number in range(count))


def rules(count, signals, make):
    def rule(number):
        listed = ", ".join(f'"{make()}"' for _ in range(signals))
        return f"  rule-{number}: {{any: [{listed}], points_to: {{one: 1}}, because: It is so.}}\n"

    return "rules", (rule(number) for number in range(count))


def stories(number):
    return f"  s{number}:\n" + "".join(f"    - {words(280)}\n" for _ in range(590))


def choices():
    return " ".join(f"({word()}|{word()}|{word()})" for _ in range(4))


def capitals():
    return word("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def packs():
    sure = "    source: a book\n    verified: 2026-10\n    tags: [some]\n"
    yield "100,000 notes of one card", HEAD, notes(100_000, note)
    yield "75,000 notes in 64 MB", HEAD, notes(75_000, lambda n: note(n, "It is short. " + "word " * 126, extra=sure))
    yield "words that nobody knows, 63 MB", HEAD, notes(30_000, lambda n: note(n, words(280)))
    yield "abbreviations, 63 MB", HEAD, notes(30_000, lambda n: note(n, words(280, capitals)))
    yield "long fronts, 63 MB", HEAD, notes(60_000, lambda n: note(n, front=words(128)))
    yield "a rule beside 63 MB of words", HEAD + RULE, notes(30_000, lambda n: note(n, words(280)))
    yield "paragraphs that say nothing", HEAD + RULE, notes(600, lambda n: note(n, '"' + "a\\n\\n" * 12_000 + '"'))
    many = HEAD + "".join(f"  s{number}: {{}}\n" for number in range(3))
    yield "stories, none like another", many, ("stories", (stories(number) for number in range(3)))
    yield "18,000 signals, none like another", HEAD, rules(6_000, 3, lambda: words(4))
    yield "100,000 rules", HEAD, rules(100_000, 5, lambda: words(4))
    yield "choices of choices", HEAD, rules(20_000, 5, choices)


def measured(command):
    """Megabytes at the most, seconds and exit code."""
    run = subprocess.run(["/usr/bin/time", "-f", "%M %e %x", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    kilobytes, seconds, code = run.stderr.decode().split("\n")[-2].split()
    return int(kilobytes) / 1000, float(seconds), int(code)


def main():
    program = os.path.abspath(sys.argv[1])
    print(f"{'pack':36} {'disk MB':>8} {'check MB':>9} {'s':>6} {'exit':>4} {'add MB':>8} {'s':>6} {'exit':>4}")
    for name, head, (section, entries) in packs():
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as data:
            write(folder, head, section, entries)
            size = sum(os.path.getsize(os.path.join(folder, file)) for file in os.listdir(folder)) / 1e6
            check = measured([program, "pack", "check", folder])
            add = measured([program, "--data-dir", os.path.join(data, "store"), "pack", "add", folder])
        print(f"{name:36} {size:8.1f} {check[0]:9.0f} {check[1]:6.1f} {check[2]:4} {add[0]:8.0f} {add[1]:6.1f} {add[2]:4}")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not shutil.which("/usr/bin/time"):
        sys.exit(__doc__)
    main()
