import Chain

extension SettingKind {
    /// Puts a value into a configuration. As CometBFT's reader does, it takes a number, a truth value or a length of
    /// time also where it is written as a text.
    ///
    /// - Returns: What should be said about the value although it is taken.
    func assign(_ value: SettingValue, to configuration: inout NodeConfiguration) throws(SettingProblem) -> String? {
        switch self {
        case .text(let place, let rule):
            let text = try SettingKind.text(value)
            if let problem = rule.problem(with: text) { throw problem }
            configuration[keyPath: place] = text
        case .boolean(let place):
            configuration[keyPath: place] = try SettingKind.boolean(value)
        case .integer(let place, let range):
            configuration[keyPath: place] = try SettingKind.integer(value, in: range)
        case .duration(let place, let rule):
            let duration = try SettingKind.duration(value)
            if let problem = rule.problem(with: duration) { throw problem }
            configuration[keyPath: place] = duration
            if case .integer(let count) = value, count != 0 {
                return "is read as \(count) nanoseconds, as by CometBFT; write it as in \"1s\" or \"500ms\""
            }
        case .list(let place, _, let rule):
            let items = try SettingKind.list(value)
            for item in items {
                if let problem = rule.problem(with: item) { throw problem }
            }
            configuration[keyPath: place] = items
        }
        return nil
    }

    private static func text(_ value: SettingValue) throws(SettingProblem) -> String {
        switch value {
        case .text(let text): return text
        case .integer(let number): return String(number)
        case .boolean, .list, .other: throw SettingProblem("is \(value.name)", "write a text in quotes")
        }
    }

    /// Go's `strconv.ParseBool`.
    private static func boolean(_ value: SettingValue) throws(SettingProblem) -> Bool {
        switch value {
        case .boolean(let isTrue): return isTrue
        case .text("true"), .text("True"), .text("TRUE"), .text("t"), .text("T"), .text("1"), .integer(1): return true
        case .text("false"), .text("False"), .text("FALSE"), .text("f"), .text("F"), .text("0"), .integer(0):
            return false
        case .text, .integer, .list, .other: throw SettingProblem("is \(value.name)", "write true or false")
        }
    }

    private static func integer(_ value: SettingValue, in range: ClosedRange<Int>) throws(SettingProblem) -> Int {
        let number: Int
        switch value {
        case .integer(let integer): number = integer
        case .text(let text):
            guard let integer = Int(text) else { throw SettingProblem("is \(value.name)", "write a whole number") }
            number = integer
        case .boolean, .list, .other: throw SettingProblem("is \(value.name)", "write a whole number")
        }
        if range.contains(number) { return number }
        if number < range.lowerBound {
            let problem = range.lowerBound == 0 ? "can't be negative" : "must be >= \(range.lowerBound)"
            throw SettingProblem("\(problem), is \(number)", "use \(range.lowerBound) or more")
        }
        throw SettingProblem("is \(number)", "use \(range.upperBound) or less")
    }

    private static func duration(_ value: SettingValue) throws(SettingProblem) -> Nanoseconds {
        switch value {
        case .text(let text):
            if let duration = Nanoseconds(goText: text) { return duration }
        case .integer(let count): return Nanoseconds(Int64(count))
        case .boolean, .list, .other: break
        }
        throw SettingProblem("is \(value.name)", "write a length of time as in \"1s\", \"500ms\" or \"1h30m\"")
    }

    private static func list(_ value: SettingValue) throws(SettingProblem) -> [String] {
        switch value {
        case .text(let text): return CommaList.items(of: text)
        case .list(let values):
            var items: [String] = []
            for value in values { items.append(try text(value)) }
            return items
        case .integer, .boolean, .other:
            throw SettingProblem("is \(value.name)", "write texts in [ ], or one with commas")
        }
    }
}
