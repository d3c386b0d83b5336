package import JSON
import Wire

extension BitArray: JSONCodable {
    /// `x` for a bit that is set, `_` for one that is not; `null` without bits, which CometBFT holds as nil.
    package var json: JSONValue { count == 0 ? .null : .text(description) }

    package init(json: JSONValue) throws(JSONError) {
        switch json {
        case .null: self = .empty
        case .string(let text) where text.bytes.allSatisfy({ $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "_") }):
            self.init(count: text.bytes.count) { text.bytes[$0] == UInt8(ascii: "x") }
        default:
            throw JSONError(
                #"bitArray in JSON should be a string of format "\\A\"([_x]*)\"\\z" but got \#(json)"#)
        }
    }
}
