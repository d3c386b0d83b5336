import Chain
import Cryptography
import JSON
import Signer
import Wire

/// Files that CometBFT 0.38 wrote for a validator of a test chain, and things to sign.
enum Samples {
    static let chainID: ChainID = "chain-bX9BpD"
    static let address = "9C1D0E038B7890074331653D14FF9AF5C1627D69"

    static let keyFile = """
        {
          "address": "9C1D0E038B7890074331653D14FF9AF5C1627D69",
          "pub_key": {
            "type": "tendermint/PubKeyEd25519",
            "value": "VEUhb8lSHLxYtlIvL/Lt5+I9KLXnPGeoJMQWery4cbo="
          },
          "priv_key": {
            "type": "tendermint/PrivKeyEd25519",
            "value": "RkzGMYBPPBIE0Kq6lzPMaB0gzkNvP2G5PhGuqJyi73lURSFvyVIcvFi2Ui8v8u3n4j0otec8Z6gkxBZ6vLhxug=="
          }
        }
        """
    static let nodeKeyFile = """
        {"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"gOp489KNqVxLpmE93ZEvCi1OjrlabogBIroZiJvBg8kJh523xUFZED2QsdthPhVdsb6rygZDUoawC4dH4eBE3Q=="}}
        """
    static let nodeID = "1079925a60a93160f900d3bf7cd18b1b1a21488e"
    static let stateFile = """
        {
          "height": "52",
          "round": 0,
          "step": 3,
          "signature": "AXFkW1vE9wGhfPPoauf5zX0+FFjLb3k8EQQuLoTx1jwBGXA+wy1OKDPCpNE4buLwtAefqGC2zNJr2Bx02ZrFAg==",
          "signbytes": "71080211340000000000000022480A201EC527FF8F062DC66DDD79EA1415BD767C6C301CC171E27BA2A77DAEB2928769122408011220BE4BFDB897A6207E2D9B6BA326E955D070C874EE544C7DF26EFC2F6407B2A73E2A0C08D2DA90D80610EAD9F6DE01320C636861696E2D625839427044"
        }
        """
    static let newStateFile = """
        {
          "height": "0",
          "round": 0,
          "step": 0
        }
        """

    static func key() throws -> Ed25519PrivateKey {
        try ValidatorKeyJSON(keyFile).key
    }

    static func state() throws -> SignState {
        try SignState(json: JSONValue(parsing: Array(stateFile.utf8)))
    }

    /// A block's name that depends on a number.
    static func block(_ number: UInt8) -> BlockID {
        BlockID(
            hash: Hash([UInt8](repeating: number, count: 32)),
            partSetHeader: PartSetHeader(total: 1, hash: Hash([UInt8](repeating: number, count: 32))))
    }

    static func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) ?? .zero }

    static func vote(
        _ type: SignedMessageType = .prevote, height: Height = 5, round: Round = 1, block: BlockID = block(1),
        time seconds: Int64 = 100, extension: [UInt8] = []
    ) -> Vote {
        Vote(
            type: type, height: height, round: round, blockID: block, timestamp: time(seconds), validatorAddress: nil,
            validatorIndex: 0, extension: `extension`)
    }

    static func proposal(
        height: Height = 5, round: Round = 1, polRound: Round = .none, block: BlockID = block(1),
        time seconds: Int64 = 100
    ) -> Proposal {
        Proposal(height: height, round: round, polRound: polRound, blockID: block, timestamp: time(seconds))
    }
}

/// The private key of a key file, read without the file.
private struct ValidatorKeyJSON {
    let key: Ed25519PrivateKey

    init(_ text: String) throws {
        let json = try JSONValue(parsing: Array(text.utf8))
        key = try Ed25519PrivateKey.decoded(from: try JSONReader(json)["priv_key"].value)
    }
}
