"""Holds what several nodes say of a chain against each other."""


def expect_same_chain(nodes, first, last):
    """Every answer about the heights is the same on all nodes, members and all."""
    for height in range(first, last + 1):
        for method in ("block", "block_results", "commit", "validators", "consensus_params", "header"):
            answers = [node.call(method, height=height) for node in nodes]
            for node, answer in zip(nodes[1:], answers[1:]):
                assert answer == answers[0], \
                    f"{method} {height}: {nodes[0]} says {answers[0]}\n{node} says {answer}"


def expect_no_evidence(node, first, last):
    for height in range(first, last + 1):
        evidence = node.call("block", height=height)["block"]["evidence"]["evidence"]
        assert not evidence, f"evidence in block {height}: {evidence}"
