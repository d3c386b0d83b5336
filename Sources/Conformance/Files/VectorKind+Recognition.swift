/// Kinds are told apart by what a file holds, never by its name: names are the user's.
extension VectorKind {
    /// The kind of a JSON file, or nil when it is none that is known.
    package init?(recognizing file: VectorMember) {
        let kind =
            Self.signatures.first { signature in
                file[signature.list].firstElement.map { $0.hasAll(signature.members) } ?? false
            }?.kind ?? Self.wholeFileKind(file)
        guard let kind else { return nil }
        self = kind
    }

    /// The kind of a file that is not JSON, or nil.
    package init?(recognizingText bytes: [UInt8]) {
        if bytes.count < walHeadDigitsMinimum || !bytes.allSatisfy(\.isHexDigitOrNewline) { return nil }
        self = .walHead
    }

    /// A list in the file, and members that its first element has in this kind and in no kind that follows.
    private struct Signature {
        let kind: VectorKind
        let list: String
        let members: [String]

        init(_ kind: VectorKind, _ list: String, _ members: String...) {
            self.kind = kind
            self.list = list
            self.members = members
        }
    }

    private static let signatures: [Signature] = [
        Signature(.proposerRotation, "cases", "steps", "initial_after_NewValidatorSet"),
        Signature(.proposerRotation, "update_cases", "before", "changes"),
        Signature(.validatorSetHash, "cases", "leaves", "validators", "total_power"),
        Signature(.headerHash, "cases", "amino_json", "proto", "hash", "version_app"),
        Signature(.commitHash, "cases", "vote_sign_bytes", "proto"),
        Signature(.block, "cases", "part_set_hash", "block_id_key"),
        Signature(.commitVerification, "cases", "verify_commit", "commit_proto"),
        Signature(.lightVerification, "cases", "trusted_light_block", "new_light_block"),
        Signature(.partSet, "cases", "pattern_len", "part_size"),
        Signature(.partSet, "small_part_size", "last_part_proto", "part_size"),
        Signature(.merkle, "cases", "leaves", "proofs", "root"),
        Signature(.merkle, "negative", "proof", "leaf", "root"),
        Signature(.dataHash, "cases", "data_hash", "txs"),
        Signature(.lastResultsHash, "cases", "deterministic_leaves", "results"),
        Signature(.evidenceHash, "cases", "kind", "hash", "proto", "validate_basic_error"),
        Signature(.consensusParametersHash, "cases", "amino_json", "proto", "hash", "validate_basic_error"),
        Signature(.consensusParametersHash, "invalid", "amino_json", "error"),
        Signature(.signBytes, "votes", "sign_bytes", "chain_id"),
        Signature(.signBytes, "proposals", "sign_bytes", "chain_id"),
        Signature(.keys, "ed25519", "seed", "node_id"),
        Signature(.keys, "secp256k1", "priv_key", "pub_key"),
        Signature(.keys, "net_addresses", "input", "error"),
        Signature(.ed25519Verification, "zip215", "pub_key", "signature", "valid"),
        Signature(.ed25519Verification, "negative", "pub_key", "signature", "valid"),
        Signature(.ed25519Verification, "cctv", "pub_key", "signature", "valid"),
        Signature(.ed25519Verification, "speccheck", "pub_key", "signature", "valid"),
        Signature(.peerMessages, "cases", "channel", "hex", "type"),
        Signature(.peerMessages, "node_info", "hex", "validate_error"),
        Signature(.fileCommitment, "vectors", "root_hex"),
        Signature(.cosmosTransaction, "vectors", "sign_doc_hex", "tx_raw_hex"),
        Signature(.capturedChain, "blocks", "block_proto", "height"),
        Signature(.validatorKeys, "nodes", "priv_validator_key", "node_key"),
        Signature(.peerHandshake, "cases", "A", "B", "dh_secret"),
        Signature(.packets, "packets", "packet_proto", "wire"),
        Signature(.packets, "live", "channel", "message", "wire"),
        Signature(.walRecords, "cases", "crc32c", "record"),
        Signature(.query, "cases", "query", "parse_error"),
    ]

    private static func wholeFileKind(_ file: VectorMember) -> VectorKind? {
        if let first = file.firstElement {
            return first.hasAll(["input"]) && (first.has("sha256") || first.has("error")) ? .canonicalText : nil
        }
        if let type = try? file["cases"].firstElement?["type"].text() {
            if type.hasPrefix("tendermint.abci.") { return .abciMessages }
            if type.hasPrefix("tendermint.privval.") { return .remoteSigner }
        }
        let about = (try? file["_about"].text()) ?? ""
        if let exchange = file["exchanges"].firstElement, exchange.hasAll(["request", "status", "body"]) {
            return file.has("height_at_capture") || about.contains("Error") ? .rpcErrors : .rpc
        }
        if let frame = file["frames"].firstElement, frame.hasAll(["dir", "text"]) {
            return about.contains("NewEvidence") ? .webSocketEvents : .webSocket
        }
        if file.hasAll(["genesis_time", "chain_id"]) { return .genesis }
        if file.hasAll(["address", "pub_key", "priv_key"]) { return .validatorKey }
        if file.hasAll(["priv_key"]) { return .nodeKey }
        if file.hasAll(["height", "round", "step"]) { return .validatorState }
        if file.hasAll(["key", "addrs"]) { return .addressBook }
        return nil
    }
}

/// Fewer hexadecimal digits than a log of two records has.
private let walHeadDigitsMinimum = 64

extension VectorMember {
    /// The first element of a list, nil of an empty one and of anything else.
    fileprivate var firstElement: VectorMember? {
        (try? elements())?.first
    }

    fileprivate func hasAll(_ names: [String]) -> Bool {
        names.allSatisfy(has)
    }
}

extension UInt8 {
    fileprivate var isHexDigitOrNewline: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "\n"):
            true
        default:
            false
        }
    }
}
