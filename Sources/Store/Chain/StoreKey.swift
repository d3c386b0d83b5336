import Chain
import Cryptography

/// What the store keeps, and under which key. Integers in keys are big-endian, so that keys sort as numbers do.
enum StoreKey {
    // Table meta.
    /// The version of this layout, as text.
    case schema
    /// Which heights are there (`HeightRange`).
    case range
    /// The state after the last block (`tendermint.state.State`).
    case state
    /// The chain's fault model, for which the state's protobuf form has no place.
    case faultModel
    /// What the operator has said of validators that lost their data together (`SharedLoss`).
    case sharedLoss

    // Table heights: all that one block brings, behind the block's height.
    /// `tendermint.types.BlockMeta`.
    case blockMeta(Height)
    /// `tendermint.types.Part`.
    case part(Height, index: UInt32)
    /// `tendermint.types.Commit` of this height: it came with the block of the next one, and stands there.
    case commit(Height)
    /// `tendermint.types.Commit` by which this node knew that the block was decided, where votes had no extensions.
    case seenCommit(Height)
    /// `tendermint.types.ExtendedCommit`, where votes had extensions.
    case extendedCommit(Height)
    /// `tendermint.abci.ResponseFinalizeBlock`.
    case response(Height)
    /// `tendermint.state.ValidatorsInfo` of this height: it was settled by the block two heights before.
    case validators(Height)
    /// `tendermint.state.ConsensusParamsInfo` of this height: it was settled by the block before.
    case parameters(Height)
    /// The number of the block's first transaction among all that the store was given; nothing of an empty block.
    case firstTransaction(Height)

    // Table index.
    /// The height of the block with this hash.
    case block(Hash)
    /// Height and index of the transaction with this hash, on a shelf of `TransactionIndex`.
    case transaction(Hash, shelf: UInt32)
    /// The height of the block whose first transaction has this number among all that the store was given. Higher
    /// numbers stand first, so that the next key from any number on is that of the block it is in.
    case numbered(UInt64)

    /// Evidence that waits for a block (`tendermint.types.Evidence`).
    case pendingEvidence(EvidenceKey)
    /// Evidence that a block holds; nothing but the key.
    case committedEvidence(EvidenceKey)
    /// An equivocation after which this node signs nothing, by its name: who, and at which height.
    case equivocation(Hash)
    /// The operator has let this node go on after the equivocation of this name: when, in seconds since 1970.
    case resumption(Hash)

    // Table application.
    case entry(ApplicationKey)

    var table: Table {
        switch self {
        case .schema, .range, .state, .faultModel, .sharedLoss: .meta
        case .blockMeta, .part, .commit, .seenCommit, .extendedCommit, .response, .validators, .parameters,
            .firstTransaction:
            .heights
        case .block, .transaction, .numbered, .pendingEvidence, .committedEvidence, .equivocation, .resumption: .index
        case .entry: .application
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .schema: Array("schema".utf8)
        case .range: Array("range".utf8)
        case .state: Array("state".utf8)
        case .faultModel: Array("fault model".utf8)
        case .sharedLoss: Array("shared loss".utf8)
        case .blockMeta(let height): StoreKey.bytes(height, 1)
        case .part(let height, let index): StoreKey.bytes(height, 2) + index.bigEndianBytes
        case .commit(let height): StoreKey.bytes(height.next, 3)
        case .seenCommit(let height): StoreKey.bytes(height, 4)
        case .extendedCommit(let height): StoreKey.bytes(height, 5)
        case .response(let height): StoreKey.bytes(height, 6)
        case .validators(let height): StoreKey.bytes(height.previous.previous, 7)
        case .parameters(let height): StoreKey.bytes(height.previous, 8)
        case .firstTransaction(let height): StoreKey.bytes(height, 9)
        case .block(let hash): [UInt8(ascii: "b")] + hash.bytes
        case .transaction(let hash, let shelf): [UInt8(ascii: "t")] + shelf.bigEndianBytes + hash.bytes
        case .numbered(let number): [StoreKey.numberedPrefix] + (~number).bigEndianBytes
        case .pendingEvidence(let key): StoreKey.bytes(key, StoreKey.pendingEvidencePrefix)
        case .committedEvidence(let key): StoreKey.bytes(key, UInt8(ascii: "c"))
        case .equivocation(let name): [StoreKey.equivocationPrefix] + name.bytes
        case .resumption(let name): [StoreKey.resumptionPrefix] + name.bytes
        case .entry(let key): key.stored
        }
    }

    /// In front of blocks by the numbers of their transactions, in the table of the index.
    static let numberedPrefix = UInt8(ascii: "n")
    /// In front of pending evidence, in the table of the index.
    static let pendingEvidencePrefix = UInt8(ascii: "e")
    static let equivocationPrefix = UInt8(ascii: "q")
    static let resumptionPrefix = UInt8(ascii: "r")

    private static func bytes(_ key: EvidenceKey, _ kind: UInt8) -> [UInt8] {
        [kind] + UInt64(bitPattern: key.height.rawValue).bigEndianBytes + key.hash.bytes
    }

    /// The height with its sign turned over, which makes negative ones sort first, and what of it.
    private static func bytes(_ height: Height, _ kind: UInt8) -> [UInt8] {
        (UInt64(bitPattern: height.rawValue) ^ 1 << 63).bigEndianBytes + [kind]
    }
}

extension StoreKey: CustomStringConvertible {
    var description: String {
        switch self {
        case .schema: "schema"
        case .range: "range of heights"
        case .state: "state"
        case .faultModel: "fault model"
        case .sharedLoss: "shared loss"
        case .blockMeta(let height): "meta of block \(height)"
        case .part(let height, let index): "part \(index) of block \(height)"
        case .commit(let height): "commit of block \(height)"
        case .seenCommit(let height): "seen commit of block \(height)"
        case .extendedCommit(let height): "extended commit of block \(height)"
        case .response(let height): "results of block \(height)"
        case .validators(let height): "validators of height \(height)"
        case .parameters(let height): "parameters of height \(height)"
        case .firstTransaction(let height): "number of the first transaction of block \(height)"
        case .block(let hash): "height of block \(hash)"
        case .transaction(let hash, _): "place of transaction \(hash)"
        case .numbered(let number): "block of the transaction with number \(number)"
        case .pendingEvidence(let key): "pending evidence \(key.hash)"
        case .committedEvidence(let key): "committed evidence \(key.hash)"
        case .equivocation(let name): "equivocation \(name)"
        case .resumption(let name): "resumption after equivocation \(name)"
        case .entry(let key): "application's entry \(key)"
        }
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian, Array.init) }

    /// Nil when these are not as many bytes as the integer has.
    init?(bigEndianBytes bytes: some Collection<UInt8>) {
        if bytes.count != Self.bitWidth / 8 { return nil }
        self = bytes.reduce(0) { $0 << 8 | Self($1) }
    }
}

// MARK: Reading keys

extension StoreKey {
    /// For which height an entry of table `heights` has validators or parameters; nil for other entries.
    static func historyHeight(_ key: [UInt8]) -> Height? {
        guard let height = storedHeight(key), let kind = key.dropFirst(8).first else { return nil }
        switch kind {
        case 7: return height.next.next
        case 8: return height.next
        default: return nil
        }
    }

    /// The height in front of a key of table `heights`.
    static func storedHeight(_ key: [UInt8]) -> Height? {
        UInt64(bigEndianBytes: key.prefix(8)).map { Height(Int64(bitPattern: $0 ^ 1 << 63)) }
    }
}
