"""One validator's home is run by the one program and the other in turn, and killed each time; it signs nothing twice."""
import json, random, time

import recorded_votes
from comparison import expect_no_evidence, expect_same_chain
from network import wait_for_signature
from nodes import OURS, REFERENCE, Chain


def run(programs, folder, port, options, say):
    chain = Chain(programs, folder, port)
    chance = random.Random(options.seed)
    try:
        node, first, ours, second = chain.nodes
        for peer, kind in ((first, REFERENCE), (ours, OURS), (second, REFERENCE)):
            peer.start(kind, chain.others(peer))
        first.reach(2)
        state, signed = (0, 0, 0), {OURS: 0, REFERENCE: 0}
        for number in range(options.kills):
            kind = (OURS, REFERENCE)[number % 2]
            node.start(kind, chain.others(node))
            # Somewhere in its start, or somewhere in the heights it votes in. Not in the first start of each: the reference
            # does not recover from a kill while it makes its databases.
            if number >= 2 and chance.random() < 0.2:
                time.sleep(chance.uniform(0, 3))
            else:
                wait_for_signature(first, node, first.height + 1, seconds=90)
                signed[kind] += 1
                time.sleep(chance.uniform(0, 0.6))
            node.kill()
            reached = sign_state(node)
            assert reached >= state, f"kill {number}: the sign state went back from {state} to {reached}"
            state = reached
            if number % 10 == 9:
                say(f"{number + 1} kills, at height {first.height}, sign state {state}")
        node.start(OURS, chain.others(node))
        last = wait_for_signature(first, node, first.height + 1, seconds=90)
        for each in chain.nodes:
            each.reach(last + 2)
        expect_same_chain(chain.nodes, 1, last)
        expect_no_evidence(first, 1, last)
        for each in list(chain.running):
            each.stop()
        with open(node.path("output.log"), errors="replace") as file:
            abstained = file.read().count("the log does not reach our last signature")
        assert abstained, "the other program was never ahead of our log: nothing was tried"
        say(f"{last} heights, the same on all four, without evidence; it signed in {signed[OURS]} lives of {OURS}, "
            f"{abstained} of which began below a signature of the other program, and {signed[REFERENCE]} of {REFERENCE}")
        expect_nothing_twice([first.home, second.home], node.address, say)
    finally:
        chain.stop()


def sign_state(node):
    with open(node.path("data/priv_validator_state.json")) as file:
        state = json.load(file)
    return int(state["height"]), state["round"], state["step"]


def expect_nothing_twice(homes, address, say):
    positions = recorded_votes.by_position(homes)
    twice = {position: contents for position, contents in positions.items()
             if len({block for block, _, _ in contents}) > 1}
    assert not twice, f"signed twice: {twice}"
    again = sum(len(contents) > 1 for contents in positions.values())
    assert not again, f"{again} times the same block was signed with another time"
    votes = sum(position[0] == address for position in positions)
    proposals = sum(position[0] is None for position in positions)
    assert votes, "the peers have no votes of it"
    say(f"peers were told {votes} votes of it, of {len(positions) - proposals} votes and {proposals} proposals in all: "
        "nothing was signed twice")
