"""The validators are replaced one after the other, until none is left of the first; a light client that trusts the first header
has to find its way over those between to verify the last."""
import json

import light_client
from comparison import expect_no_evidence, expect_same_chain
from nodes import OURS, REFERENCE, Chain, eventually


def run(programs, folder, port, options, say):
    chain = Chain(programs, folder, port, validators=3, others=3)
    kinds = [OURS, REFERENCE, OURS, OURS, REFERENCE, OURS]
    try:
        for node, kind in zip(chain.nodes, kinds):
            node.start(kind, [other for other in chain.nodes if other.number < node.number])
        for node in chain.nodes:
            node.reach(3)
        witness = chain.nodes[0]
        power = int(witness.call("validators")["validators"][0]["voting_power"])
        for leaver, newcomer in zip(chain.nodes[:3], chain.nodes[3:]):
            change(witness, newcomer, power)
            change(witness, leaver, 0)
        last = max(node.height for node in chain.nodes) + 20
        for node in chain.nodes:
            node.reach(last + 5)
        expect_same_chain(chain.nodes, 1, last)
        expect_no_evidence(witness, 1, last)
        first, now = (addresses(witness, height) for height in (1, last))
        assert not first & now, "some of the first validators are left"
        verify(chain, folder, port + 80, last, say)
        for node in list(chain.running):
            node.stop()
    finally:
        chain.stop()


def change(witness, node, power):
    """Gives a node this power, and waits until it has it."""
    with open(node.path("config/priv_validator_key.json")) as file:
        key = json.load(file)["pub_key"]["value"]
    answer = witness.call("broadcast_tx_commit", seconds=30, tx=f"val=ed25519!{key}!{power}")
    assert answer["tx_result"]["code"] == 0, answer
    eventually("the change", lambda: (node.address in addresses(witness, witness.height)) == (power > 0))
    witness.reach(witness.height + 5)


def addresses(node, height):
    return {validator["address"] for validator in node.call("validators", height=height)["validators"]}


def verify(chain, folder, port, last, say):
    ours, reference = chain.nodes[0], chain.nodes[1]
    trusted = ours.call("commit", height=1)["signed_header"]["commit"]["block_id"]["hash"]
    for number, (primary, witness) in enumerate(((ours, chain.nodes[2]), (ours, reference), (reference, ours))):
        proxy = light_client.Proxy(chain, f"{folder}/light{number}", port + number, primary, [witness], trusted)
        try:
            for height in (last, last // 2):
                answer = light_client.answer(proxy.address, "commit", {"height": height})
                assert answer == ("result", reference.call("commit", height=height)), answer
        finally:
            proxy.stop()
    say(f"from height 1 the light client verifies {last}, by which none of the first validators is left, "
        "with either program behind it")
