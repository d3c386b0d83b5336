/// What a test does to a value to break one of its rules.
struct Change<Value>: Sendable {
    let apply: @Sendable (inout Value) -> Void

    init(_ apply: @escaping @Sendable (inout Value) -> Void) {
        self.apply = apply
    }
}
