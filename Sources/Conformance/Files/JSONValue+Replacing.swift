import JSON
import Wire

extension JSONValue {
    /// The value with null for every empty string and array in it.
    var withNullForEmpty: JSONValue {
        switch self {
        case .string(let text) where text.isEmpty: .null
        case .array(let elements): elements.isEmpty ? .null : .array(elements.map(\.withNullForEmpty))
        case .object(let object):
            .object(JSONObject(object.members.map { (key: $0.key, value: $0.value.withNullForEmpty) }))
        default: self
        }
    }

    /// The value with one member replaced where it is `old`.
    ///
    /// Go tells an empty slice from none while a value is in memory; protobuf does not, so what was read from it has one
    /// form. Vector files that were written from memory may have the other.
    func replacing(_ path: ArraySlice<ByteString>, if old: JSONValue, with new: JSONValue) -> JSONValue {
        guard let name = path.first else { return self == old ? new : self }
        guard case .object(let object) = self else { return self }
        return .object(
            JSONObject(
                object.members.map { key, value in
                    (key, key == name ? value.replacing(path.dropFirst(), if: old, with: new) : value)
                }))
    }
}

extension VectorMember {
    /// This value with one member replaced where it is `old`.
    func replacing(_ path: ByteString..., if old: JSONValue, with new: JSONValue) -> VectorMember {
        VectorMember(json.replacing(path[...], if: old, with: new), path: self.path)
    }
}
