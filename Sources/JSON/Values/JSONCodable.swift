/// A value with a JSON form.
package protocol JSONEncodable {
    /// The JSON form.
    var json: JSONValue { get }
}

/// A value that can be read from its JSON form.
///
/// `null` stands for an absent member too, and means the type's zero value wherever CometBFT has one.
package protocol JSONDecodable {
    /// The value that this JSON form stands for. Paths in errors begin at the form itself.
    init(json: JSONValue) throws(JSONError)
}

/// A value that can be written as JSON and read from it.
package typealias JSONCodable = JSONEncodable & JSONDecodable

extension Optional: JSONEncodable where Wrapped: JSONEncodable {
    /// `null` for nil, as Go writes a nil pointer.
    package var json: JSONValue { self?.json ?? .null }
}
