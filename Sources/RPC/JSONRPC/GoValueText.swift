import JSON
import Wire

/// A JSON value as Go prints it when it was read into `interface{}`: what error texts show of a wrong id.
struct GoValueText: CustomStringConvertible {
    let description: String
    /// Go's name of the value's type.
    let typeName: String

    init(_ json: JSONValue) {
        switch json {
        case .null: (description, typeName) = ("<nil>", "<nil>")
        case .bool(let isTrue): (description, typeName) = ("\(isTrue)", "bool")
        case .number(let number): (description, typeName) = (GoValueText.number(number), "float64")
        case .string(let text): (description, typeName) = (text.description, "string")
        case .array(let elements):
            let texts = elements.map { GoValueText($0).description }
            (description, typeName) = ("[\(texts.joined(separator: " "))]", "[]interface {}")
        case .object(let object):
            (description, typeName) = ("map[\(GoValueText.members(object))]", "map[string]interface {}")
        case .raw(let text):
            (description, typeName) = (String(decoding: text, as: UTF8.self), "json.RawMessage")
        }
    }

    /// The members by name, the last of repeated ones.
    private static func members(_ object: JSONObject) -> String {
        let last = Dictionary(object.members.map { ($0.key, $0.value) }) { _, last in last }
        return last.sorted { $0.key < $1.key }
            .map { "\($0.key):\(GoValueText($0.value))" }.joined(separator: " ")
    }

    /// A float64 as `%v` shows it: the shortest digits that mean it, with an exponent below 1e-4 and from 1e+06 on.
    private static func number(_ number: JSONNumber) -> String {
        guard let value = Double(number.literal), value.isFinite else { return number.literal }
        if value == 0 { return "0" }
        let sign = value < 0 ? "-" : ""
        let (digits, exponent) = decimal(value.magnitude)
        if exponent < -4 || exponent >= 6 {
            let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
            let magnitude = String(exponent.magnitude)
            let padded = magnitude.count < 2 ? "0" + magnitude : magnitude
            return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(padded)"
        }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        let whole = digits.prefix(exponent + 1) + String(repeating: "0", count: max(0, exponent + 1 - digits.count))
        let fraction = digits.dropFirst(exponent + 1)
        return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// The shortest decimal digits of a positive number, without zeros at either end, and the power of ten of the
    /// first one.
    private static func decimal(_ value: Double) -> (digits: String, exponent: Int) {
        let parts = "\(value)".split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let whole = mantissa[0]
        let all = whole + (mantissa.count > 1 ? mantissa[1] : "")
        let leading = all.prefix { $0 == "0" }.count
        let written = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let digits = all.dropFirst(leading).reversed().drop { $0 == "0" }.reversed()
        return (String(digits), written + whole.count - 1 - leading)
    }
}
