"""A validator of ours whose clock is 90 seconds slow prevotes nil, and follows what the others decide."""
import os, subprocess

import recorded_votes
from comparison import expect_same_chain
from nodes import OURS, REFERENCE, Chain

HEIGHTS = 40


def run(programs, folder, port, options, say):
    library = folder + "-clock.so"
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "slow_clock.c")
    subprocess.run(["clang", "-Wall", "-Werror", "-O1", "-shared", "-fPIC", "-o", library, source], check=True)
    slow = {"LD_PRELOAD": library, "CLOCK_OFFSET_SECONDS": "-90"}
    chain = Chain(programs, folder, port)
    try:
        *others, node = chain.nodes
        for peer, kind in zip(others, (REFERENCE, REFERENCE, OURS)):
            peer.start(kind, chain.others(peer))
        node.start(OURS, others, environment=slow)
        last = others[0].reach(HEIGHTS, seconds=300)
        for each in chain.nodes:
            each.reach(last, seconds=10)
        expect_same_chain(chain.nodes, 1, last - 2)
        for each in list(chain.running):
            each.stop()
    finally:
        chain.stop()
    positions = recorded_votes.by_position([others[0].home])
    blocks = {kind: [recorded_votes.is_nil(block) for position, contents in positions.items()
                     if position[0] == node.address and position[3] == kind for block, _, _ in contents]
              for kind in (recorded_votes.PREVOTE, recorded_votes.PRECOMMIT)}
    prevotes = blocks[recorded_votes.PREVOTE]
    assert len(prevotes) > HEIGHTS // 2 and all(prevotes), f"of {len(prevotes)} prevotes {sum(prevotes)} are nil"
    precommits = blocks[recorded_votes.PRECOMMIT]
    say(f"{last} heights, the same on all four; its {len(prevotes)} prevotes are nil, "
        f"{sum(precommits)} of its {len(precommits)} precommits too")
