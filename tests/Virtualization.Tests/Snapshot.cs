using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>
/// Compares a text with CLASS.TEST.verified.txt beside the test; what was received instead is left in CLASS.TEST.received.txt, to be looked at and renamed.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string text, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{test}");
        string verified = File.Exists($"{stem}.verified.txt") ? File.ReadAllText($"{stem}.verified.txt") : "";
        if (text == verified)
        {
            File.Delete($"{stem}.received.txt");
            return;
        }
        File.WriteAllText($"{stem}.received.txt", text);
        Assert.Equal(verified, text);
    }
}
