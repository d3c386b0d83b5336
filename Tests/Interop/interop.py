#!/usr/bin/env python3
"""Runs daon-node beside CometBFT v0.38.25 in networks on this machine. See docs/conformance.md, "Beside the reference".

    interop.py --reference PATH [--node PATH] [--proxy PATH] [SCENARIO…]

Each scenario makes its own chain in a new folder, which stays when the scenario fails. Exit code 1 if one failed.
"""
import argparse, os, shutil, sys, tempfile, time, traceback

import alternating, lossy, network, rotation, slow_clock
from nodes import OURS, REFERENCE

SCENARIOS = {"network": network.run, "alternating": alternating.run, "slow-clock": slow_clock.run,
             "rotation": rotation.run, **lossy.SCENARIOS}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", required=True, help="a cometbft program, v0.38.25")
    parser.add_argument("--node", default=".build/release/daon-node", help="our program")
    parser.add_argument("--proxy", default=".build/release/peer-proxy", help="what loses messages")
    parser.add_argument("--heights", type=int, default=500, help="how many heights the network decides")
    parser.add_argument("--lossy-heights", type=int, default=200, help="how many heights are decided behind the proxy")
    parser.add_argument("--row", type=int, help="only this one of a lossy scenario's networks, the first being 0")
    parser.add_argument("--kills", type=int, default=100, help="how often the alternating validator is killed")
    parser.add_argument("--port", type=int, default=30000, help="the first of a hundred ports")
    parser.add_argument("--seed", type=int, default=1, help="when the alternating validator is killed, and what is lost")
    parser.add_argument("--keep", action="store_true", help="keep the homes of scenarios that pass, too")
    parser.add_argument("scenarios", nargs="*", metavar="scenario", help=f"of {', '.join(SCENARIOS)}; otherwise all")
    options = parser.parse_args()
    programs = {OURS: os.path.abspath(options.node), REFERENCE: os.path.abspath(options.reference)}
    passed = failed = 0
    for name in options.scenarios or SCENARIOS:
        folder, began = tempfile.mkdtemp(prefix=f"interop-{name}-"), time.monotonic()

        def say(text):
            print(f"{name} {time.monotonic() - began:6.0f} s  {text}", flush=True)

        try:
            SCENARIOS[name](programs, os.path.join(folder, "chain"), options.port, options, say)
            passed += 1
            if not options.keep:
                shutil.rmtree(folder)
        except Exception:
            failed += 1
            traceback.print_exc()
            say(f"failed; its homes are in {folder}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
