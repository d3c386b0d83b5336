import Wire

/// A list of works in a CSV file (RFC 4180): a header with the names of columns, then a work a line.
package struct WorkTable: Sendable {
    /// A work and the line on which it stands.
    package struct Row: Sendable {
        package let line: Int
        package let cells: [String: String]

        /// The cell of this column; nil when it is empty or there is none.
        package func cell(_ column: String) -> String? {
            guard let text = cells[column], !text.isEmpty else { return nil }
            return text
        }
    }

    /// The columns that a table may have; it needs `hash` or `file`.
    package static let columns = [
        "hash", "file", "license", "owner", "kind", "licensing_uri", "ai_policy", "platform",
    ]
    /// The most works of a table.
    package static let rowsMaximum = 1_000_000

    package let rows: [Row]

    /// Reads a table. Errors name the line.
    package init(_ text: [UInt8]) throws(ClientError) {
        if String(validating: text, as: UTF8.self) == nil { throw .work("the table is not UTF-8") }
        var lines = try WorkTable.lines(text)
        guard let header = lines.first else { throw .work("the table is empty: its first line names the columns") }
        lines.removeFirst()
        let names = header.cells
        if let unknown = names.first(where: { !WorkTable.columns.contains($0) }) {
            throw .work("column \"\(unknown)\" is not known; columns are \(WorkTable.columns.joined(separator: ", "))")
        }
        if Set(names).count != names.count { throw .work("a column stands there twice") }
        if !names.contains("hash") && !names.contains("file") { throw .work("there is no column hash or file") }
        var rows: [Row] = []
        for line in lines {
            if line.cells.count != names.count {
                throw .work("line \(line.number): \(line.cells.count) cells, expected \(names.count)")
            }
            rows.append(Row(line: line.number, cells: Dictionary(uniqueKeysWithValues: zip(names, line.cells))))
            if rows.count > WorkTable.rowsMaximum { throw .work("more than \(WorkTable.rowsMaximum) works") }
        }
        self.rows = rows
    }

    private static func lines(_ text: [UInt8]) throws(ClientError) -> [(number: Int, cells: [String])] {
        var lines: [(number: Int, cells: [String])] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false, wasQuoted = false
        var number = 1, start = 1
        var bytes = text.starts(with: [0xef, 0xbb, 0xbf]) ? text[3...] : text[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "\n") { number += 1 }
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    cell.append(byte)
                } else if bytes.first == UInt8(ascii: "\"") {
                    cell.append(byte)
                    bytes = bytes.dropFirst()
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                if !cell.isEmpty || wasQuoted { throw .work("line \(number): a quotation mark within a cell") }
                isQuoted = true
                wasQuoted = true
            case UInt8(ascii: ","):
                cells.append(String(decoding: cell, as: UTF8.self))
                (cell, wasQuoted) = ([], false)
            case UInt8(ascii: "\n"):
                finish(&lines, &cells, &cell, at: start)
                (start, wasQuoted) = (number, false)
            case UInt8(ascii: "\r"): break
            default: cell.append(byte)
            }
        }
        if isQuoted { throw .work("line \(start): a quotation mark is not closed") }
        finish(&lines, &cells, &cell, at: start)
        return lines
    }

    /// Takes a line; one without anything is passed over.
    private static func finish(
        _ lines: inout [(number: Int, cells: [String])], _ cells: inout [String], _ cell: inout [UInt8], at line: Int
    ) {
        if !cells.isEmpty || !cell.isEmpty {
            lines.append((line, cells + [String(decoding: cell, as: UTF8.self)]))
        }
        (cells, cell) = ([], [])
    }
}
