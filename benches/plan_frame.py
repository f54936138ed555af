#!/usr/bin/env python3
"""What an exam plan costs a learner at the keys: Home's first frame, the next card after a rating, and keys while the
plan is worked out, each beside the same without a plan in the same run, in a pty.

usage: benches/plan_frame.py target/release/plimsoll [CARDS]

Makes a pack of CARDS cards (10,000 unless told), loads it into two stores, sets a plan in one of them, and takes turns
between the two. A frame is there when the terminal has received the end of a synchronized update. Linux only.
"""
import os, select, shutil, subprocess, sys, tempfile, time

from first_frame import end, pack, show, start, timed

RUNS = 60
FRAME = b"\x1b[?2026l"


def read_until(fd, wanted):
    """All output up to what is wanted."""
    seen = b""
    while wanted not in seen:
        if not select.select([fd], [], [], 30)[0]:
            sys.exit(f"{wanted!r} never came")
        seen += os.read(fd, 1 << 16)
    return seen


def quiet(fd, seconds):
    """Takes in output until there was none for so long."""
    while select.select([fd], [], [], seconds)[0]:
        os.read(fd, 1 << 16)


def key(fd, press):
    """Seconds from a key to the end of the frame that follows."""
    began = time.perf_counter()
    os.write(fd, press)
    read_until(fd, FRAME)
    return time.perf_counter() - began


def ratings(program, env):
    """Times of ratings until the next card is shown, Easy each time, so that no step comes between."""
    pid, fd = start([program], env)
    read_until(fd, FRAME)
    quiet(fd, 2)
    os.write(fd, b"r")
    quiet(fd, 1)
    times = []
    for _ in range(15):
        key(fd, b" ")
        times.append(key(fd, b"4"))
        quiet(fd, 0.05)
    end(pid, fd)
    return times


def while_planning(program, env):
    """Times of a key that opens and closes the list of keys, from the first frame on."""
    pid, fd = start([program], env)
    read_until(fd, FRAME)
    times = []
    for _ in range(10):
        times.append(key(fd, b"?"))
        times.append(key(fd, b"\x1b[A"))
        os.write(fd, b"?")
        time.sleep(0.01)
        quiet(fd, 0.005)
    end(pid, fd)
    return times


def main():
    program, cards = os.path.abspath(sys.argv[1]), int((sys.argv[2:] or [10_000])[0])
    folder = tempfile.mkdtemp()
    try:
        pack(f"{folder}/pack", cards)
        envs = []
        for name in ("without a plan", "with a plan"):
            env = {**os.environ, "PLIMSOLL_DATA_DIR": f"{folder}/{name}", "TERM": "xterm-256color"}
            for variable in ("NO_COLOR", "PLIMSOLL_NOW"):
                env.pop(variable, None)
            run = lambda *args, **more: subprocess.run([program, *args], env=env, check=True, capture_output=True, **more)
            run("pack", "add", f"{folder}/pack")
            run("config", "review.new_per_day", "9999")
            run("review", "--plain", input="\n4\n" * 300, text=True)
            if name == "with a plan":
                date = time.strftime("%Y-%m-%d", time.localtime(time.time() + 30 * 86_400))
                run("plan", "--date", date, "--minutes", "600")
            pid, fd = start([program], env)
            quiet(fd, 8)
            end(pid, fd)
            envs.append((name, env))
        frames, rated, keys = {}, {}, {}
        for _ in range(RUNS):
            for name, env in envs:
                frames.setdefault(name, []).append(timed([program], env, FRAME)[0])
        for _ in range(RUNS // 15):
            for name, env in envs:
                rated.setdefault(name, []).extend(ratings(program, env))
                keys.setdefault(name, []).extend(while_planning(program, env))
        for what, times in (("first frame", frames), ("next card", rated), ("a key at the start", keys)):
            for name, _ in envs:
                show(f"{what}, {cards} cards, {name}", times[name])
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
