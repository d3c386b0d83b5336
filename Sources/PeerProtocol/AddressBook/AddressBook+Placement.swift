import Cryptography
import PeerMessages
import Wire

// Where an address lies: chosen by a hash that nobody else can compute, among few for each network.
extension AddressBook {
    /// The bucket of a new address: a network's addresses that one network tells of are in one of 32, which that network's
    /// telling decides.
    func newBucket(of address: NetworkAddress, from source: NetworkAddress) -> Int {
        let teller = source.group(isStrict: isStrict)
        let place = number([address.group(isStrict: isStrict), teller]) % AddressBookLimits.newBucketsPerGroup
        return Int(number([teller, bytes(place)]) % UInt64(AddressBookLimits.newBucketCount))
    }

    /// The bucket of an old address: one of four for its network.
    func oldBucket(of address: NetworkAddress) -> Int {
        let place = number([Array("\(address)".utf8)]) % AddressBookLimits.oldBucketsPerGroup
        return Int(
            number([address.group(isStrict: isStrict), bytes(place)]) % UInt64(AddressBookLimits.oldBucketCount))
    }

    private func number(_ parts: [[UInt8]]) -> UInt64 {
        var input = key.bytes
        for part in parts { input += [UInt8(truncatingIfNeeded: part.count)] + part }
        return SHA256.hash(input).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func bytes(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
}
