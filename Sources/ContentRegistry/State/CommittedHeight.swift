import ABCI
import Chain
import Wire

/// What the application keeps beside the map, because it changes with every block and the app hash must not: a chain
/// that makes no empty blocks makes one whenever the app hash has changed.
struct CommittedHeight: Hashable, Sendable {
    /// The name that transactions are signed for.
    let chainID: ChainID
    /// The last executed block, or the height before the first.
    let height: Height
    /// Its time, or the genesis's.
    let time: Timestamp
    /// Whether no block was executed yet.
    let isGenesis: Bool

    /// Where it is stored.
    static let key = Array("registry/last".utf8)

    var staged: StagedChange { StagedChange(key: CommittedHeight.key, value: protobuf) }

    /// When a transaction that waits would be executed, as far as is known.
    func next(localTime: Timestamp) -> BlockMoment {
        BlockMoment(chainID: chainID, height: height.next, time: max(time, localTime))
    }
}

extension CommittedHeight: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.string(1, chainID.text)
        writer.int64(2, height.rawValue)
        writer.message(3, time)
        writer.bool(4, isGenesis)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var chainID = ChainID("")
        var height: Height = 0
        var time = Timestamp.unixEpoch
        var isGenesis = false
        while let field = try reader.nextField() {
            switch field.number {
            case 1: chainID = ChainID(try reader.string(field))
            case 2: height = Height(try reader.int64(field))
            case 3: time = try reader.decode(Timestamp.self, field)
            case 4: isGenesis = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
        self.init(chainID: chainID, height: height, time: time, isGenesis: isGenesis)
    }
}
