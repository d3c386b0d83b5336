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
    /// By which rule votes decide; the genesis says so once and for all.
    let faultModel: FaultModel
    /// How old evidence may be and still count: a bond stays bound at least so long. Zero when the genesis is silent.
    let evidenceAge: Nanoseconds
    /// The decision that no block follows this one; not in the map, as a chain that begins with this state goes on.
    let halt: HaltPlan?

    /// Where it is stored.
    static let key = Array("registry/last".utf8)

    var staged: StagedChange { StagedChange(key: CommittedHeight.key, value: protobuf) }

    /// When the transactions of a block are executed.
    func moment(_ height: Height, _ time: Timestamp) -> BlockMoment {
        BlockMoment(chainID: chainID, height: height, time: time, faultModel: faultModel, evidenceAge: evidenceAge)
    }

    /// When a transaction that waits would be executed, as far as is known.
    func next(localTime: Timestamp) -> BlockMoment { moment(height.next, max(time, localTime)) }

    /// After a block.
    func following(_ moment: BlockMoment, halt: HaltPlan?) -> CommittedHeight {
        CommittedHeight(
            chainID: chainID, height: moment.height, time: moment.time, isGenesis: false, faultModel: faultModel,
            evidenceAge: evidenceAge, halt: halt)
    }

    /// Refuses to go on when the validators have decided that nobody does, or only another program.
    func expectNext() throws(ApplicationError) {
        guard let halt else { return }
        if halt.upgrade.isEmpty {
            throw ApplicationError(
                "the validators have voted that no block follows height \(halt.height); "
                    + "daon-node export makes the genesis of a chain that goes on from here")
        }
        if !ContentRegistry.upgrades.contains(halt.upgrade) {
            throw ApplicationError(
                "the validators have voted for the upgrade \(halt.upgrade) after height \(halt.height), and this program "
                    + "does not know it: install the program that does, and start it with the same home")
        }
    }
}

extension CommittedHeight: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.string(1, chainID.text)
        writer.int64(2, height.rawValue)
        writer.message(3, time)
        writer.bool(4, isGenesis)
        writer.bool(5, faultModel == .crash)
        writer.int64(6, evidenceAge.rawValue)
        writer.messageIfPresent(7, halt)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var chainID = ChainID("")
        var height: Height = 0
        var time = Timestamp.unixEpoch
        var isGenesis = false
        var faultModel = FaultModel.byzantine
        var evidenceAge: Int64 = 0
        var halt: HaltPlan?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: chainID = ChainID(try reader.string(field))
            case 2: height = Height(try reader.int64(field))
            case 3: time = try reader.decode(Timestamp.self, field)
            case 4: isGenesis = try reader.bool(field)
            case 5: faultModel = try reader.bool(field) ? .crash : .byzantine
            case 6: evidenceAge = try reader.int64(field)
            case 7: halt = try reader.decode(HaltPlan.self, field)
            default: try reader.skip(field)
            }
        }
        self.init(
            chainID: chainID, height: height, time: time, isGenesis: isGenesis, faultModel: faultModel,
            evidenceAge: Nanoseconds(evidenceAge), halt: halt)
    }
}
