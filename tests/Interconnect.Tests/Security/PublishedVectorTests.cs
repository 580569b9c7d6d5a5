using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>The examples of RFC 8439 (sections and appendix A) and of draft-irtf-cfrg-xchacha-03.</summary>
public sealed class PublishedVectorTests
{
    private const string Sunscreen = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
    private const string Contribution =
        "Any submission to the IETF intended by the Contributor for publication as all or part of an IETF Internet-Draft or RFC and any statement made within the context of an IETF activity is considered an \"IETF Contribution\". "
        + "Such statements include oral statements in IETF sessions, as well as written and electronic communications made at any time or place, which are addressed to";
    private const string Jabberwocky = "'Twas brillig, and the slithy toves\nDid gyre and gimble in the wabe:\nAll mimsy were the borogoves,\nAnd the mome raths outgrabe.";
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string Counting = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private const string FromEighty = "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f";
    private const string Associated = "50515253c0c1c2c3c4c5c6c7";

    [Theory]
    [InlineData(Counting, 1u, "000000090000004a00000000", "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4ed2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e")]
    [InlineData(Zeros, 0u, "000000000000000000000000", "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586")]
    [InlineData(Zeros, 1u, "000000000000000000000000", "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f")]
    public void A_block_of_the_stream(string key, uint block, string nonce, string expected) => Assert.Equal(expected, Stream(key, block, nonce, new byte[ChaCha20.BlockBytes]));

    [Fact]
    public void A_text_under_the_stream() => Assert.Equal(
        "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0bf91b65c5524733ab8f593dabcd62b3571639d624e65152ab8f530c359f0861d807ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab77937365af90bbf74a35be6b40b8eedf2785e42874d",
        Stream(Counting, 1, "000000000000004a00000000", Encoding.ASCII.GetBytes(Sunscreen)));

    [Fact]
    public void A_key_that_follows_from_another()
    {
        uint[] derived = new uint[ChaCha20.KeyWords];
        ChaCha20.Derive(Words(Counting), Words("000000090000004a0000000031415927"), derived);
        Assert.Equal("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc", Hex(MemoryMarshal.AsBytes<uint>(derived)));
    }

    [Theory]
    [InlineData("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b", "Cryptographic Forum Research Group", "a8061dc1305136c6c22b8baf0c0127a9")]
    [InlineData("0000000000000000000000000000000036e5f6b5c5e06070f0efca96227a863e", Contribution, "36e5f6b5c5e06070f0efca96227a863e")]
    [InlineData("36e5f6b5c5e06070f0efca96227a863e00000000000000000000000000000000", Contribution, "f3477e7cd95417af89a6b8794c310cf0")]
    [InlineData("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0", Jabberwocky, "4541669a7eaaee61e708dc7cbcc5eb62")]
    public void A_tag_of_a_text(string key, string text, string expected) => Assert.Equal(expected, Tag(key, Encoding.ASCII.GetBytes(text)));

    // Appendix A.3, 1 and 5 to 11: where carries go wrong.
    [Theory]
    [InlineData(Zeros, Zeros + Zeros, "00000000000000000000000000000000")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "03000000000000000000000000000000")]
    [InlineData("02000000000000000000000000000000ffffffffffffffffffffffffffffffff", "02000000000000000000000000000000", "03000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000", "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000", "05000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000", "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101", "00000000000000000000000000000000")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", "fdffffffffffffffffffffffffffffff", "faffffffffffffffffffffffffffffff")]
    [InlineData("0100000000000000040000000000000000000000000000000000000000000000", "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000000000000000000001000000000000000000000000000000", "14000000000000005500000000000000")]
    [InlineData("0100000000000000040000000000000000000000000000000000000000000000", "e33594d7505e43b900000000000000003394d7505e4379cd010000000000000000000000000000000000000000000000", "13000000000000000000000000000000")]
    public void A_tag_of_bytes(string key, string text, string expected) => Assert.Equal(expected, Tag(key, Convert.FromHexString(text)));

    [Fact]
    public void A_sealed_text() => AssertSealed(
        Words(FromEighty), "070000004041424344454647",
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116",
        "1ae10b594f09e26a7e902ecbd0600691");

    // XChaCha20-Poly1305: 128 bits of the nonce go into the key.
    [Fact]
    public void A_sealed_text_with_a_long_nonce()
    {
        uint[] key = new uint[ChaCha20.KeyWords];
        ChaCha20.Derive(Words(FromEighty), Words("404142434445464748494a4b4c4d4e4f"), key);
        AssertSealed(
            key, "000000005051525354555657",
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e",
            "c0875924c1c7987947deafd8780acf49");
    }

    private static void AssertSealed(uint[] key, string nonce, string expected, string expectedTag)
    {
        uint[] words = Words(nonce);
        ChaCha20Poly1305 seal = new(key, words[0], words[1], words[2]);
        byte[] text = Encoding.ASCII.GetBytes(Sunscreen);
        byte[] tag = new byte[Poly1305.TagBytes];
        seal.Associate(Convert.FromHexString(Associated));
        seal.Apply(text, text);
        seal.Authenticate(text);
        seal.Finish(tag);
        Assert.Equal((expected, expectedTag), (Hex(text), Hex(tag)));
    }

    // In pieces of every size: what is left of a block goes to the next.
    private static string Stream(string key, uint block, string nonce, byte[] text)
    {
        uint[] words = Words(nonce);
        string[] results = [.. Enumerable.Range(1, text.Length).Select(piece =>
        {
            ChaCha20 stream = new(Words(key), block, words[0], words[1], words[2]);
            byte[] result = new byte[text.Length];
            for (int i = 0; i < text.Length; i += piece) stream.Apply(text.AsSpan(i, Math.Min(piece, text.Length - i)), result.AsSpan(i));
            return Hex(result);
        }).Distinct()];
        return Assert.Single(results);
    }

    private static string Tag(string key, byte[] text)
    {
        string[] results = [.. Enumerable.Range(1, text.Length).Select(piece =>
        {
            Poly1305 mac = new(Convert.FromHexString(key));
            for (int i = 0; i < text.Length; i += piece) mac.Add(text.AsSpan(i, Math.Min(piece, text.Length - i)));
            byte[] tag = new byte[Poly1305.TagBytes];
            mac.Finish(tag);
            return Hex(tag);
        }).Distinct()];
        return Assert.Single(results);
    }

    private static uint[] Words(string hex) => MemoryMarshal.Cast<byte, uint>(Convert.FromHexString(hex)).ToArray();

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
