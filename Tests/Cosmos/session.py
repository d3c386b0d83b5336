"""A session of cosmpy, a client of the Cosmos SDK that knows nothing of DAON, with a node's REST interface.

    session.py URL CHAIN_ID MNEMONIC VALIDATOR CONTENT_HASH OTHER_TRANSACTION

cosmpy refuses answers with a member or a type that it does not know. The one message that it is taught is that of today's
chain, with its five fields. Prints what it did, a line each; ends with another code than 0 at the first thing that is not
as it should be.
"""
import sys

from cosmpy.aerial.client import LedgerClient, NetworkConfig
from cosmpy.aerial.client.utils import prepare_and_broadcast_basic_transaction
from cosmpy.aerial.exceptions import NotFoundError
from cosmpy.aerial.tx import Transaction
from cosmpy.aerial.wallet import LocalWallet
from cosmpy.protos.cosmos.tx.v1beta1.service_pb2 import GetTxRequest, GetTxsEventRequest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def todays_message():
    """`MsgRegisterContent` as today's clients have it."""
    file = descriptor_pb2.FileDescriptorProto(
        name="daoncore/contentregistry/v1/tx.proto", package="daoncore.contentregistry.v1", syntax="proto3")
    message = file.message_type.add(name="MsgRegisterContent")
    for number, name in enumerate(["creator", "content_hash", "license", "fingerprint", "platform"], 1):
        message.field.add(
            name=name, number=number, label=descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL,
            type=descriptor_pb2.FieldDescriptorProto.TYPE_STRING)
    pool = descriptor_pool.Default()
    pool.Add(file)
    return message_factory.GetMessageClass(
        pool.FindMessageTypeByName("daoncore.contentregistry.v1.MsgRegisterContent"))


def expect(condition, what):
    if not condition:
        sys.exit(f"not so: {what}")


def main(url, chain_id, mnemonic, validator, content_hash, other_transaction):
    register_content = todays_message()
    client = LedgerClient(
        NetworkConfig(
            chain_id=chain_id, fee_minimum_gas_price=0, fee_denomination="stake", staking_denomination="stake", url=url))
    wallet = LocalWallet.from_mnemonic(mnemonic, prefix="daon")
    address = wallet.address()

    # What it asks before it does anything.
    account = client.query_account(address)
    print("account", address, account.number, account.sequence)
    before = client.query_bank_balance(address)
    print("balance", before)
    expect([(coin.denom, int(coin.amount)) for coin in client.query_bank_all_balances(address)] == [("stake", before)],
           "all balances are the one")
    node = client.query_node_info()
    print("node", node.app_name, node.app_version, node.cosmos_sdk_version)
    found = client.query_validators()
    expect([str(one.address) for one in found] == [validator], f"one validator, not {found}")
    expect(found[0].tokens == 1000000000, "its tokens")
    expect(client.query_staking_summary(address).total_staked == 0, "nothing is staked")
    expect(client.query_chain_id() == chain_id, "the chain's id")
    block = client.query_latest_block()
    expect(client.query_block(block.height).height == block.height, "a block by its height")
    print("chain", chain_id, "at or above", block.height)
    stranger = LocalWallet.generate(prefix="daon")
    try:
        client.query_account(stranger.address())
        sys.exit("a stranger has an account")
    except RuntimeError as error:
        expect("404" in str(error) and "not found" in str(error), f"not found, but: {error}")
    try:
        client.query_tx("AB" * 32)
        sys.exit("a transaction that nobody sent is there")
    except NotFoundError:
        pass

    # Coins, with the usual way to find out the gas.
    sent = client.send_tokens(stranger.address(), 1234, "stake", wallet).wait_to_complete()
    expect(sent.response.is_successful() and sent.response.height > 0, f"the transfer: {sent.response}")
    expect(client.query_bank_balance(stranger.address()) == 1234, "what was sent has arrived")
    expect(client.query_bank_balance(address) == before - 1234, "nobody pays a fee")
    print("sent", sent.tx_hash, "gas", sent.response.gas_wanted, sent.response.gas_used)

    # A registration, as today's API makes them.
    transaction = Transaction()
    transaction.add_message(
        register_content(
            creator=str(address), content_hash=content_hash, license="liberation_v1", fingerprint="", platform="api"))
    registered = prepare_and_broadcast_basic_transaction(
        client, transaction, wallet, memo="Register content: Untitled").wait_to_complete()
    expect(registered.response.is_successful(), f"the registration: {registered.response}")
    event = registered.response.events["content_registered"]
    expect(event["content_hash"] == content_hash and event["creator"] == str(address), f"its event: {event}")
    print("registered", registered.tx_hash, "height", registered.response.height)
    expect(client.query_account(address).sequence == account.sequence + 2, "the sequence has moved on")

    # It reads its own transaction, whichever others stand beside it.
    answer = client.txs.GetTx(GetTxRequest(hash=registered.tx_hash))
    message = register_content()
    expect(answer.tx.body.messages[0].Unpack(message), "the message's type")
    expect(message.content_hash == content_hash and message.platform == "api", f"the message: {message}")
    expect(answer.tx.body.memo == "Register content: Untitled", "the memo")
    expect(answer.tx.SerializeToString() == transaction.tx.SerializeToString(), "the bytes are those that were sent")
    listed = client.txs.GetTxsEvent(GetTxsEventRequest(events=[f"content_registered.content_hash='{content_hash}'"]))
    expect([one.txhash for one in listed.tx_responses] == [registered.tx_hash], "found by the work")
    own = client.txs.GetTxsEvent(
        GetTxsEventRequest(events=[f"tx.height={sent.response.height}", f"tx.hash='{sent.tx_hash}'"]))
    expect([one.txhash for one in own.tx_responses] == [sent.tx_hash], "found by height and hash")
    try:
        client.query_tx(other_transaction)
        sys.exit("a message with new fields was read by who does not know them")
    except Exception as error:  # the kind depends on protobuf's version
        expect("content_kind" in str(error), f"the new field is named: {error}")

    # The same again is refused, as today.
    again = Transaction()
    again.add_message(
        register_content(
            creator=str(address), content_hash=content_hash, license="liberation_v1", fingerprint="", platform="api"))
    try:
        prepare_and_broadcast_basic_transaction(client, again, wallet)
        sys.exit("a repeat was taken")
    except RuntimeError as error:
        expect("already registered" in str(error), f"the reason: {error}")
    print("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
