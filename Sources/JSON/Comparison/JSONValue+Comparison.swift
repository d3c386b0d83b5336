import Wire

extension JSONValue {
    /// Whether both mean the same: members in any order, the last of repeated ones, raw texts as what they say.
    ///
    /// Numbers are compared as they are written: 1.0 is not 1, because no reader of integers takes it for one.
    package func isEquivalent(to other: JSONValue) -> Bool {
        firstDifference(from: other) == nil
    }

    /// The first place, in the order of `expected`, in which this value means something else.
    package func firstDifference(from expected: JSONValue) -> JSONDifference? {
        guard let found = JSONValue.difference(expected: expected, actual: self) else { return nil }
        return JSONDifference(
            path: found.path, expected: found.expected.map(\.description),
            actual: found.actual.map(\.description))
    }

    /// The two values that differ, nil where there is none, and the path to them.
    private typealias Finding = (path: String, expected: JSONValue?, actual: JSONValue?)

    private static func difference(expected: JSONValue, actual: JSONValue) -> Finding? {
        switch (expected, actual) {
        case (.array(let expectedElements), .array(let actualElements)):
            return difference(expectedElements, actualElements)
        case (.object(let expectedObject), .object(let actualObject)):
            return difference(expectedObject, actualObject)
        case (.raw(let text), _):
            guard let parsed = try? JSONValue(parsing: text) else {
                return expected == actual ? nil : ("", expected, actual)
            }
            return difference(expected: parsed, actual: actual)
        case (_, .raw(let text)):
            guard let parsed = try? JSONValue(parsing: text) else { return ("", expected, actual) }
            return difference(expected: expected, actual: parsed)
        default:
            return expected == actual ? nil : ("", expected, actual)
        }
    }

    private static func difference(_ expected: [JSONValue], _ actual: [JSONValue]) -> Finding? {
        for index in 0..<max(expected.count, actual.count) {
            if index >= expected.count { return ("[\(index)]", nil, actual[index]) }
            if index >= actual.count { return ("[\(index)]", expected[index], nil) }
            if let found = difference(expected: expected[index], actual: actual[index]) {
                return (JSONPath.joined("[\(index)]", found.path), found.expected, found.actual)
            }
        }
        return nil
    }

    private static func difference(_ expected: JSONObject, _ actual: JSONObject) -> Finding? {
        let expectedValues = lastValues(of: expected)
        let actualValues = lastValues(of: actual)
        for (key, _) in expected.members {
            guard let expectedValue = expectedValues[key] else { continue }
            guard let actualValue = actualValues[key] else { return (key.description, expectedValue, nil) }
            if let found = difference(expected: expectedValue, actual: actualValue) {
                return (JSONPath.joined(key.description, found.path), found.expected, found.actual)
            }
        }
        for (key, value) in actual.members where expectedValues[key] == nil {
            return (key.description, nil, value)
        }
        return nil
    }

    private static func lastValues(of object: JSONObject) -> [ByteString: JSONValue] {
        Dictionary(object.members.map { ($0.key, $0.value) }) { _, last in last }
    }
}
