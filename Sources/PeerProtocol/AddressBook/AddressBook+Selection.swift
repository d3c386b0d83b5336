import Cryptography
package import PeerMessages

// Which addresses are dialled and told of.
extension AddressBook {
    /// An address to dial, from a random bucket; nil when the kind that chance chose has none.
    ///
    /// - Parameter bias: How likely it is a new one, from 0 to 100; more likely the more of them there are.
    package func pick(bias: Int, using random: inout SplitMix64) -> NetworkAddress? {
        let bias = min(100, max(0, bias))
        let oldWeight = AddressBook.root(oldCount) * (100 - bias), newWeight = AddressBook.root(newCount) * bias
        if oldWeight + newWeight == 0 { return nil }
        let isOld = random.below(oldWeight + newWeight) < oldWeight
        let buckets = (isOld ? oldBuckets : newBuckets).filter { !$0.isEmpty }
        if buckets.isEmpty { return nil }
        let bucket = buckets[random.below(buckets.count)]
        return known[bucket[random.below(bucket.count)]]?.address
    }

    /// What a peer is told that asks: a random share of all.
    package func selection(using random: inout SplitMix64) -> [NetworkAddress] {
        AddressBook.draw(selectionCount, of: entries(ofOld: true) + entries(ofOld: false), using: &random)
    }

    /// What a seed tells: so many in a hundred new ones, the others good.
    package func selection(bias: Int, using random: inout SplitMix64) -> [NetworkAddress] {
        let count = selectionCount
        let bias = min(100, max(0, bias))
        let wanted = max((count * bias + 50) / 100, count - oldCount)
        let new = AddressBook.draw(wanted, of: entries(ofOld: false), using: &random)
        return new + AddressBook.draw(count - new.count, of: entries(ofOld: true), using: &random)
    }

    private var selectionCount: Int {
        let share = count * AddressBookLimits.selectionPercent / 100
        return min(AddressBookLimits.selectionMaximum, max(min(AddressBookLimits.selectionMinimum, count), share))
    }

    /// All addresses of a kind, each once, in the order of the buckets.
    private func entries(ofOld isOld: Bool) -> [NetworkAddress] {
        let buckets = isOld ? oldBuckets : newBuckets
        return buckets.indices.flatMap { index in
            buckets[index].compactMap { id in
                known[id].flatMap { $0.buckets.first == index ? $0.address : nil }
            }
        }
    }

    /// Some of these, by chance (Fisher and Yates).
    private static func draw(
        _ count: Int, of addresses: [NetworkAddress], using random: inout SplitMix64
    ) -> [NetworkAddress] {
        var addresses = addresses
        let count = min(max(0, count), addresses.count)
        for index in 0..<count { addresses.swapAt(index, index + random.below(addresses.count - index)) }
        return Array(addresses.prefix(count))
    }

    /// The square root, in 256ths.
    private static func root(_ number: Int) -> Int {
        let square = number << 16
        var root = 0
        var bit = 1 << 20
        while bit > 0 {
            if (root + bit) * (root + bit) <= square { root += bit }
            bit >>= 1
        }
        return root
    }
}
