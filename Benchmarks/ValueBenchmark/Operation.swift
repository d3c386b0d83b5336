/// Something to measure.
struct Operation {
    let name: String
    /// Does it so many times.
    let run: (Int) -> Void

    /// - Parameter body: Does it once; what it returns is kept from the optimizer.
    init<Result>(_ name: String, _ body: @escaping () -> Result) {
        self.name = name
        run = { count in
            for _ in 0..<count { keep(body()) }
        }
    }

    static var all: [Operation] { hashes + signatures + votes + blocks + validators }
}

/// Makes the optimizer believe that the value is used.
@inline(never)
@_optimize(none)
private func keep(_ value: some Any) {}
