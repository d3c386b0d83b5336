import Foundation

/// What a number is about, and how it is written.
struct Figure: Hashable {
    enum Unit {
        case perSecond
        case milliseconds
        case microseconds
        case megabytes
        case count
    }

    let name: String
    let unit: Unit

    init(_ name: String, _ unit: Unit) {
        self.name = name
        self.unit = unit
    }

    /// The number with as many digits as it deserves.
    func text(_ value: Double) -> String {
        switch unit {
        case .perSecond: Figure.grouped(value)
        case .milliseconds: "\(Figure.short(value)) ms"
        case .microseconds: "\(Figure.short(value)) µs"
        case .megabytes: "\(Figure.short(value)) MB"
        case .count: Figure.short(value)
        }
    }

    static func short(_ value: Double) -> String {
        value < 100 ? String(format: "%.1f", value) : grouped(value)
    }

    /// A whole number with commas between thousands.
    private static func grouped(_ value: Double) -> String {
        let digits = String(Int(value.rounded()))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
