#!/usr/bin/env python3
"""First frame over 100,000 cards with 1,000,000 reviews of two years, beside /bin/echo in the same pty.

usage: benches/long_history.py target/release/plimsoll

The cards come from a pack, their states and the reviews straight into the store's tables: the states are made up, so that
this store is for measuring Home alone.
"""
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from first_frame import idle, pack, show, timed

CARDS, REVIEWS, DAYS, RUNS = 100_000, 1_000_000, 730, 100


def fill(file):
    store, chance, today = sqlite3.connect(file), random.Random(1), int(time.time() // 86_400)
    keys = [key for key, in store.execute("SELECT key FROM card ORDER BY key")]

    def state(at):
        last, stability = today - chance.randint(1, 60), chance.uniform(3, 200)
        if at < 500:  # in learning steps
            return 1, stability, 5.0, int(time.time() * 1000) - 60_000 * chance.randint(0, 900), 0, last
        return 2, stability, chance.uniform(1, 10), 0, last + chance.randint(1, 150), last

    store.executemany(
        "UPDATE card SET phase = ?, stability = ?, difficulty = ?, due_at = ?, due_day = ?, last_day = ?, reviews = 10,"
        " revision = 10 WHERE key = ?", [(*state(at), key) for at, key in enumerate(keys)])
    text = [f"[2,0,{chance.uniform(3, 200):.4f},{chance.uniform(1, 10):.4f},0,{today},{today - 3},5,1,0,null]"
            for _ in range(1000)]

    def reviews():
        for number in range(REVIEWS):
            day = today - DAYS + number * DAYS // REVIEWS
            yield (day * 86_400_000 + number % 80_000_000, day, keys[number * 7919 % len(keys)],
                   chance.choice((1, 3, 3, 3, 4)), text[number % 1000], text[number * 7 % 1000])

    store.executemany(
        "INSERT INTO journal (kind, at, day, card, rating, took, origin, before, after)"
        " VALUES ('review', ?, ?, ?, ?, 4000, 'due', ?, ?)", reviews())
    store.execute("DELETE FROM day")
    each = REVIEWS // DAYS
    store.executemany("INSERT INTO day VALUES (?, ?, ?, ?, ?, ?)",
                      [(today - back, each, each // 10, each - 200, each - 320, each * 4000) for back in range(DAYS)])
    store.execute("DELETE FROM mastery")
    store.commit()
    store.close()


def main():
    program, folder = os.path.abspath(sys.argv[1]), tempfile.mkdtemp()
    try:
        pack(f"{folder}/pack", CARDS)
        env = {**os.environ, "PLIMSOLL_DATA_DIR": f"{folder}/data", "TERM": "xterm-256color"}
        for key in ("NO_COLOR", "PLIMSOLL_NOW"):
            env.pop(key, None)
        subprocess.run([program, "pack", "add", f"{folder}/pack"], env=env, check=True, capture_output=True)
        fill(f"{folder}/data/plimsoll.db")
        idle([program], env, 8)  # what is counted once is counted
        pairs = [(timed(["/bin/echo", "x"], env, b"x"), timed([program], env, b"\x1b[?2026l")) for _ in range(RUNS)]
        show("/bin/echo in the same pty", [floor for (floor, _), _ in pairs])
        show("first frame, 1,000,000 reviews", [took for _, (took, _) in pairs], max(memory for _, (_, memory) in pairs))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
