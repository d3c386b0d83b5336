/// The numbers of one program, over all runs.
struct Results {
    let title: String
    /// In the order in which they came first.
    private(set) var figures: [Figure] = []
    private var values: [Figure: [Double]] = [:]

    init(title: String) {
        self.title = title
    }

    mutating func add(_ value: Double, to figure: Figure) {
        if values[figure] == nil { figures.append(figure) }
        values[figure, default: []].append(value)
    }

    func median(_ figure: Figure) -> Double? {
        values[figure].map(Results.median)
    }

    /// The median, and behind it the least and the most when there are several.
    func text(_ figure: Figure) -> String {
        guard let found = values[figure], let least = found.min(), let most = found.max() else { return "" }
        let median = figure.text(Results.median(found))
        return found.count == 1 ? median : "\(median) (\(Figure.short(least))–\(Figure.short(most)))"
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
