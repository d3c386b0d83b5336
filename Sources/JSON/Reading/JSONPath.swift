/// Paths as errors and differences show them: `validators[3].pub_key`.
enum JSONPath {
    /// The inner path as it is seen from the value that the outer path leads to.
    static func joined(_ outer: String, _ inner: String) -> String {
        if outer.isEmpty || inner.isEmpty { return outer + inner }
        return outer + (inner.hasPrefix("[") ? "" : ".") + inner
    }
}
