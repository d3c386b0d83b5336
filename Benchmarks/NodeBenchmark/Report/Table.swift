import Foundation

/// The results side by side, in Markdown: medians, with the least and the most of all runs behind them.
struct Table {
    private let results: [Results]

    init(_ results: [Results]) {
        self.results = results
    }

    var text: String {
        let compares = results.count == 2
        var lines = [
            "| | " + results.map(\.title).joined(separator: " | ") + (compares ? " | ratio |" : " |"),
            "| --- |" + String(repeating: " ---: |", count: results.count + (compares ? 1 : 0)),
        ]
        for figure in results.first?.figures ?? [] {
            var cells = [figure.name] + results.map { $0.text(figure) }
            if compares { cells.append(ratio(figure)) }
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    private func ratio(_ figure: Figure) -> String {
        guard let first = results[0].median(figure), let second = results[1].median(figure), second > 0 else {
            return ""
        }
        return String(format: "%.2f", first / second)
    }
}
