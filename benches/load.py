#!/usr/bin/env python3
"""Time to load a pack of 40,000 cards, some 20 MB of YAML in 20 files, into a new store.

usage: benches/load.py target/release/plimsoll

Prints the median of five runs of `pack add` (read, check, keep a copy, one transaction) and, for comparison in the same
run, of copying the same files and syncing them to the disk.
"""
import os, shutil, subprocess, sys, tempfile, time

RUNS = 5
LINE = "A body line that is about as long as those of a real note, with ordinary words in it. "


def pack(folder):
    os.makedirs(folder)
    services = ", ".join(f"s{n}: {{title: Service {n}}}" for n in range(40))
    with open(f"{folder}/pack.yaml", "w") as f:
        f.write(f"format: 1\nid: large\ntitle: Large\nservices: {{{services}}}\n")
    for part in range(20):
        with open(f"{folder}/part{part:02}.yaml", "w") as f:
            f.write("notes:\n")
            for at in range(part * 500, (part + 1) * 500):
                f.write(f"  n{at}:\n    service: s{at % 40}\n    title: Note {at}\n    tags: [alpha, beta]\n    body: |\n")
                f.write(("      " + LINE * 3 + "\n") * 5)
                f.write("    cards:\n")
                for card in range(4):
                    f.write(f"      c{card}: {{front: What is the answer to card {card} of note {at} in a few words?, "
                            f"back: The answer is {at * 7 % 1000} and a few words more.}}\n")


def median(run):
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return sorted(times)[RUNS // 2]


def main():
    program = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp()
    try:
        pack(f"{folder}/pack")
        size = sum(os.path.getsize(f"{folder}/pack/{name}") for name in os.listdir(f"{folder}/pack"))
        env = {**os.environ, "PLIMSOLL_DATA_DIR": f"{folder}/data"}

        def load():
            shutil.rmtree(f"{folder}/data", ignore_errors=True)
            subprocess.run([program, "pack", "add", f"{folder}/pack"], env=env, check=True, capture_output=True)

        def copy():
            shutil.rmtree(f"{folder}/copy", ignore_errors=True)
            shutil.copytree(f"{folder}/pack", f"{folder}/copy")
            for name in os.listdir(f"{folder}/copy"):
                with open(f"{folder}/copy/{name}", "rb") as f:
                    os.fsync(f.fileno())

        print(f"40,000 cards, {size / 1e6:.1f} MB in 20 files: {median(load):.2f} s; copying the files: {median(copy):.2f} s")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
