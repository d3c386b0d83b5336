import Chain

/// Who signs lately, in steps of a few blocks.
///
/// It is part of the state, because decisions rest on it. If it were exact, every block would change the app hash, and a
/// chain without empty blocks makes one more whenever it does. So a validator's first signature in each window of five
/// blocks is noted, and no other: a quiet chain stays quiet. Who signed in this window or the one before is present, which
/// is one of the last six to ten blocks.
enum PresenceWindow {
    static let size: Int64 = 5

    /// The window of a block.
    static func window(of height: Height) -> UInt64 { UInt64(max(0, height.rawValue) / size) }

    /// Whether who was last seen in `window` counts as present for the block at a height.
    static func isPresent(_ window: UInt64?, at height: Height) -> Bool {
        guard let window else { return false }
        let (limit, isTooLarge) = window.addingReportingOverflow(1)
        return isTooLarge || limit >= PresenceWindow.window(of: height)
    }

    /// The last block of a window.
    static func end(of window: UInt64) -> Height {
        Height(Int64(clamping: window).multipliedReportingOverflow(by: size).partialValue &+ (size - 1))
    }
}
