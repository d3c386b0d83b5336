"""Two validators of each program decide blocks together; a new node of either catches up from the other alone."""
import json, time

import light_client
from comparison import expect_no_evidence, expect_same_chain
from load import Load
from nodes import OURS, REFERENCE, Chain, eventually


def run(programs, folder, port, options, say):
    chain = Chain(programs, folder, port, validators=4, others=2)
    try:
        validators = chain.nodes[:4]
        kinds = [REFERENCE, REFERENCE, OURS, OURS]
        for node, kind in zip(validators, kinds):
            node.start(kind, [other for other in validators if other is not node])
        for node in validators:
            node.reach(2)
        change_powers(validators)
        load = Load(validators)
        try:
            kill_each(validators, kinds, load, options.heights, say)
            validators[0].reach(options.heights, seconds=options.heights)
        finally:
            load.stop()
        last = max(node.height for node in validators)
        for node in validators:
            node.reach(last + 2)
        expect_same_chain(validators, 1, last)
        expect_no_evidence(validators[0], 1, last)
        unindexed = load.expect_on(validators)
        say(f"{last} heights are the same on all four; {len(load.committed)} transactions on all four "
            f"({load.missed} tries met a node that was down or busy; killed nodes of the reference lack {unindexed} in their index)")
        catch_up(chain, say)
        light_client.run(chain, folder, port + 80, load, say)
        for node in list(chain.running):
            node.stop()
    finally:
        chain.stop()


def change_powers(validators):
    """Gives the validators powers of which any three are a quorum, so that far headers have another set of them."""
    for index, node in enumerate(validators):
        with open(node.path("config/priv_validator_key.json")) as file:
            key = json.load(file)["pub_key"]["value"]
        answer = node.call("broadcast_tx_commit", seconds=30, tx=f"val=ed25519!{key}!{10 + index}")
        assert answer["tx_result"]["code"] == 0, answer
    eventually("the new powers", lambda: sorted(
        int(validator["voting_power"]) for validator in validators[0].call("validators")["validators"]) == [10, 11, 12, 13])


def kill_each(validators, kinds, load, heights, say):
    """Each is killed at its time, the others go on, and it comes back."""
    for index, (node, kind) in enumerate(zip(validators, kinds)):
        others = [other for other in validators if other is not node]
        at = others[0].reach(heights * (index + 1) // 6, seconds=heights)
        load.excused.add(node)
        node.kill()
        away = others[0].reach(at + 12, seconds=180)
        node.start(kind, others)
        back = node.reach(away)
        # It takes part again: a block has its precommit.
        signed = wait_for_signature(others[0], node, back)
        load.excused.discard(node)
        say(f"{node} was killed at {at}, came back at {away} and signed {signed}")


def wait_for_signature(witness, node, height, seconds=60):
    """The first height from `height` on whose commit has a precommit of the node for the block."""
    deadline = time.monotonic() + seconds
    while True:
        witness.reach(height + 2, seconds)
        node.check()
        for signature in witness.call("commit", height=height)["signed_header"]["commit"]["signatures"]:
            if signature["validator_address"] == node.address and signature["block_id_flag"] == 2:
                return height
        assert time.monotonic() < deadline, f"{node} signs nothing"
        height += 1


def catch_up(chain, say):
    references, ours = chain.nodes[:2], chain.nodes[2:4]
    for node, kind, sources in ((chain.nodes[4], OURS, references), (chain.nodes[5], REFERENCE, ours)):
        tip, began = sources[0].height, time.monotonic()
        node.start(kind, sources)
        node.reach(tip, seconds=300)
        took = time.monotonic() - began
        for _ in range(3):  # It follows, with no other peers.
            node.reach(sources[0].height)
        peers = {peer["node_info"]["id"] for peer in node.call("net_info")["peers"]}
        assert peers and peers <= {source.id for source in sources}, f"{node} has other peers: {peers}"
        assert node.call("status")["sync_info"]["catching_up"] is False, f"{node} still catches up"
        node.call("broadcast_tx_commit", seconds=30, tx=f"fresh{node.number}=yes")
        last = node.reach(sources[0].height + 10) - 2
        expect_same_chain([sources[0], node], 1, last)
        say(f"{node} took {tip} heights from {sources[0].kind} alone in {took:.1f} s, and follows at {last}")
