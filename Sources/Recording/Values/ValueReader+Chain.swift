import ABCI
import Chain
import Cryptography
import Evidence
import Execution
import Wire

// The small values of the chain, in the order of `ValueWriter+Chain.swift`.
extension ValueReader {
    mutating func height() throws(DecodingError) -> Height { Height(try signed()) }

    mutating func round() throws(DecodingError) -> Round {
        let start = position
        guard let round = Int32(exactly: try signed()) else {
            throw DecodingError(.invalid("a round beyond 32 bits"), offset: start)
        }
        return Round(round)
    }

    mutating func duration() throws(DecodingError) -> Nanoseconds { Nanoseconds(try signed()) }

    mutating func hash() throws(DecodingError) -> Hash {
        let bytes = try raw(Hash.size)
        guard let hash = Hash(bytes) else { throw .invalid("a hash that is none") }
        return hash
    }

    mutating func address() throws(DecodingError) -> Address {
        let bytes = try raw(Address.size)
        guard let address = Address(bytes) else { throw .invalid("an address that is none") }
        return address
    }

    mutating func node() throws(DecodingError) -> NodeID {
        let start = position
        let text = try text()
        do {
            return try NodeID(text)
        } catch {
            throw DecodingError(.invalid("a peer that is no node id: \(error)"), offset: start)
        }
    }

    mutating func chainID() throws(DecodingError) -> ChainID { ChainID(ByteString(try bytes())) }

    mutating func timestamp() throws(DecodingError) -> Timestamp {
        let start = position
        let seconds = try signed()
        guard let nanoseconds = Int32(exactly: try unsigned()),
            let time = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
        else { throw DecodingError(.invalid("a time outside of the years 1 to 9999"), offset: start) }
        return time
    }

    mutating func instant() throws(DecodingError) -> Instant {
        let wall = try timestamp()
        return Instant(wall: wall, monotonic: try duration())
    }

    mutating func type() throws(DecodingError) -> SignedMessageType {
        let start = position
        guard let number = Int32(exactly: try signed()), let type = SignedMessageType(rawValue: number) else {
            throw DecodingError(.invalid("a signature of a type that does not exist"), offset: start)
        }
        return type
    }

    mutating func transaction() throws(DecodingError) -> Transaction { Transaction(try bytes()) }

    mutating func faultModel() throws(DecodingError) -> FaultModel {
        switch try byte() {
        case 1: return .byzantine
        case 2: return .crash
        case let other: throw DecodingError(.invalid("no fault model has the number \(other)"), offset: position - 1)
        }
    }

    mutating func state() throws(DecodingError) -> ChainState {
        let state = try message(ChainState.self)
        return state.with(faultModel: try faultModel())
    }

    mutating func equivocation() throws(DecodingError) -> Equivocation {
        let validator = try address()
        return Equivocation(validator: validator, height: try height())
    }

    mutating func change() throws(DecodingError) -> StagedChange {
        let key = try bytes()
        return StagedChange(key: key, value: try optional { reader throws(DecodingError) in try reader.bytes() })
    }

    mutating func rejection() throws(DecodingError) -> BlockRejection {
        let start = position
        guard let check = BlockCheck(rawValue: try text()) else {
            throw DecodingError(.invalid("a check of blocks that does not exist"), offset: start)
        }
        return BlockRejection(check, try text())
    }
}
