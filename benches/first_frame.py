#!/usr/bin/env python3
"""Time from starting the program to its first frame, in a pty, against /bin/echo in the same pty.

usage: benches/first_frame.py target/release/plimsoll [CARDS ...]

Makes a pack of CARDS cards in 20 files (10,000 and 100,000 unless told) in a temporary folder, loads it, rates some
cards, and then starts the program RUNS times. The first frame is there when the terminal has received the end of a
synchronized update. Prints medians and 90th percentiles, peak memory, and what an idle program does. Linux only.
"""
import fcntl, os, pty, select, shutil, signal, struct, subprocess, sys, tempfile, termios, time

RUNS = 100
NOTE = """  n{at}:
    service: s{service}
    title: Note {at}
    body: |
      Body of note {at}, which is about as long as a real one: a sentence or two of plain text.
    cards:
      c: {{front: What is the answer to card {at}?, back: The answer is {answer}.}}
"""


def pack(folder, cards, name="synthetic"):
    os.makedirs(folder)
    services = ", ".join(f"s{n}: {{title: Service {n}}}" for n in range(40))
    with open(f"{folder}/pack.yaml", "w") as f:
        f.write(f"format: 1\nid: {name}\ntitle: Synthetic\nservices: {{{services}}}\n")
    each = cards // 20
    for part in range(20):
        with open(f"{folder}/part{part:02}.yaml", "w") as f:
            f.write("notes:\n")
            for at in range(part * each, (part + 1) * each):
                f.write(NOTE.format(at=at, service=at % 40, answer=at * 7 % 1000))


def start(argv, env):
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(argv[0], argv, env)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
    return pid, fd


def end(pid, fd):
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(fd)


def status(pid, field):
    with open(f"/proc/{pid}/status") as f:
        return next((int(line.split()[1]) for line in f if line.startswith(field)), 0)


def timed(argv, env, until):
    """Seconds until the output has `until`, and peak memory in kB."""
    began = time.perf_counter()
    pid, fd = start(argv, env)
    seen = b""
    while until not in seen:
        if not select.select([fd], [], [], 10)[0]:
            sys.exit("no frame within 10 s")
        seen += os.read(fd, 1 << 16)
    took, memory = time.perf_counter() - began, status(pid, "VmHWM")
    end(pid, fd)
    return took, memory


def idle(argv, env, seconds):
    """Context switches of all threads of an idle program, and its resident memory in kB."""
    pid, fd = start(argv, env)
    settled = time.time() + 2
    while time.time() < settled:
        if select.select([fd], [], [], 0.1)[0]:
            os.read(fd, 1 << 16)
    switches = lambda: sum(status(f"{pid}/task/{task}", kind) for task in os.listdir(f"/proc/{pid}/task")
                           for kind in ("voluntary_ctxt", "nonvoluntary_ctxt"))
    before = switches()
    time.sleep(seconds)
    counted, memory = switches() - before, status(pid, "VmRSS")
    end(pid, fd)
    return counted, memory


def show(name, times, memory=0):
    times = sorted(times)
    line = f"{name:<36} median {times[len(times) // 2] * 1e3:6.2f} ms   p90 {times[len(times) * 9 // 10] * 1e3:6.2f} ms"
    print(line + (f"   peak {memory / 1024:5.1f} MB" if memory else ""), flush=True)


def main():
    program = os.path.abspath(sys.argv[1])
    for cards in [int(n) for n in sys.argv[2:]] or [10_000, 100_000]:
        folder = tempfile.mkdtemp()
        try:
            # A pack has at most 120,000 entries, services counted.
            folders = [f"{folder}/pack{part}" for part in range(-(-cards // 100_000))]
            for path in folders:
                pack(path, cards // len(folders), os.path.basename(path))
            env = {**os.environ, "PLIMSOLL_DATA_DIR": f"{folder}/data", "TERM": "xterm-256color"}
            for key in ("NO_COLOR", "PLIMSOLL_NOW"):
                env.pop(key, None)
            began = time.perf_counter()
            for path in folders:
                subprocess.run([program, "pack", "add", path], env=env, check=True, capture_output=True)
            print(f"{cards} cards in {20 * len(folders)} files loaded in {time.perf_counter() - began:.2f} s")
            subprocess.run([program, "review", "--plain"], env=env, input="\n4\n" * 15, text=True, check=True, capture_output=True)
            timed([program], env, b"\x1b[?2026l")
            time.sleep(1)
            # One after the other, so that both see the same noise.
            pairs = [(timed(["/bin/echo", "x"], env, b"x"), timed([program], env, b"\x1b[?2026l")) for _ in range(RUNS)]
            show("/bin/echo in the same pty", [floor for (floor, _), _ in pairs])
            show(f"first frame at 200x60, {cards} cards", [took for _, (took, _) in pairs], max(m for _, (_, m) in pairs))
            switches, memory = idle([program], env, 20)
            print(f"  idle for 20 s: {switches} context switches, {memory / 1024:.1f} MB resident", flush=True)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
