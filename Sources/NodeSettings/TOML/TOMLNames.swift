/// The names a document has given so far: each may be given once.
struct TOMLNames {
    /// The lines of values, and of the tables that have a head or braces of their own.
    private var values: [[String]: Int] = [:]
    private var heads: [[String]: Int] = [:]
    /// Everything around a value or table.
    private var tables: Set<[String]> = []

    /// Notes a value.
    mutating func addValue(_ path: [String], _ line: Int) throws(TOMLError) {
        try checkThatNoValue(isAt: path, line)
        if tables.contains(path) || heads[path] != nil {
            throw TOMLError(line, "\(path.joined(separator: ".")) is a section already")
        }
        values[path] = line
        noteTables(around: path)
    }

    /// Notes a table with a head or braces of its own.
    mutating func addTable(_ path: [String], _ line: Int) throws(TOMLError) {
        try checkThatNoValue(isAt: path, line)
        if let first = heads[path] {
            throw TOMLError(
                line, "the section \(path.joined(separator: ".")) stands on line \(first) too", "put the two together")
        }
        heads[path] = line
        noteTables(around: path)
    }

    /// Notes the next element of a list of tables, which may have the names of the one before.
    mutating func addElement(of path: [String]) {
        values = values.filter { $0.key.first != path.first }
        heads = heads.filter { $0.key.first != path.first }
        tables = tables.filter { $0.first != path.first }
    }

    private func checkThatNoValue(isAt path: [String], _ line: Int) throws(TOMLError) {
        for count in path.indices.map({ $0 + 1 }) {
            let prefix = Array(path[..<count])
            guard let first = values[prefix] else { continue }
            throw TOMLError(
                line, "\(prefix.joined(separator: ".")) has a value on line \(first) already", "keep one of the two")
        }
    }

    private mutating func noteTables(around path: [String]) {
        for count in path.indices { tables.insert(Array(path[..<count])) }
    }
}
