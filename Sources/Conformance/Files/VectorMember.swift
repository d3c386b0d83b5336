import Cryptography
package import JSON
import Wire

/// A value in a vector file, and where it stands.
///
/// Vector files mix the forms of their sources (hexadecimal in either case, integers as numbers or as decimal text), so
/// this reads them more freely than `JSONReader` reads what a chain is made of.
package struct VectorMember: Sendable {
    package let json: JSONValue
    /// The members and indices that lead here, as in `cases[3].proof`.
    package let path: String

    package init(_ json: JSONValue, path: String = "") {
        self.json = json
        self.path = path
    }

    /// The member of this object; null when it has none of that name.
    package subscript(_ name: String) -> VectorMember {
        let inner = path.isEmpty ? name : "\(path).\(name)"
        guard case .object(let object) = json else { return VectorMember(.null, path: inner) }
        return VectorMember(object[ByteString(name)] ?? .null, path: inner)
    }

    /// Whether there is a member of this name, even if it is null.
    package func has(_ name: String) -> Bool {
        if case .object(let object) = json { object[ByteString(name)] != nil } else { false }
    }

    package var isNull: Bool { json == .null }

    // MARK: Lists and text

    package func elements() throws(VectorError) -> [VectorMember] {
        guard case .array(let values) = json else { throw wrong("a list") }
        return values.enumerated().map { VectorMember($1, path: "\(path)[\($0)]") }
    }

    package func text() throws(VectorError) -> String {
        guard case .string(let text) = json else { throw wrong("text") }
        return text.description
    }

    package func textIfPresent() throws(VectorError) -> String? {
        isNull ? nil : try text()
    }

    /// The text's UTF-8.
    package func utf8() throws(VectorError) -> [UInt8] {
        guard case .string(let text) = json else { throw wrong("text") }
        return text.bytes
    }

    // MARK: Bytes

    /// Bytes from hexadecimal text.
    package func hex() throws(VectorError) -> [UInt8] {
        guard let bytes = Hex.decode(try text()) else { throw wrong("hexadecimal text") }
        return bytes
    }

    /// Bytes from hexadecimal text; nil when the member is missing or null.
    func hexIfPresent() throws(VectorError) -> [UInt8]? {
        isNull ? nil : try hex()
    }

    /// A hash from hexadecimal text; empty text is the empty hash.
    func hash() throws(VectorError) -> Hash? {
        let bytes = try hex()
        if bytes.isEmpty { return nil }
        guard let hash = Hash(bytes) else { throw wrong("64 hexadecimal digits") }
        return hash
    }

    func address() throws(VectorError) -> Address {
        guard let address = Address(try hex()) else { throw wrong("40 hexadecimal digits") }
        return address
    }

    // MARK: Numbers

    /// An integer, as a number or as decimal text.
    package func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(VectorError) -> Value {
        let digits: String
        switch json {
        case .number(let number): digits = "\(number)"
        case .string(let text): digits = text.description
        default: throw wrong("an integer")
        }
        guard let value = Value(digits) else { throw wrong("an integer of \(Value.bitWidth) bits") }
        return value
    }

    package func bool() throws(VectorError) -> Bool {
        guard case .bool(let value) = json else { throw wrong("true or false") }
        return value
    }

    func wrong(_ kind: String) -> VectorError {
        VectorError(isNull ? "\(path) is missing" : "\(path) is not \(kind)")
    }
}
