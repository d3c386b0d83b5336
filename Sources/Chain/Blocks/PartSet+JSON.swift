package import JSON
import Wire

extension PartSet: JSONEncodable {
    /// How many parts are there and which, as `dump_consensus_state` shows it.
    package var json: JSONValue {
        .members(("count/total", .text("\(count)/\(total)")), ("parts_bit_array", bitArray.json))
    }
}
