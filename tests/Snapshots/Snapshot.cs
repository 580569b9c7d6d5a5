using System.IO;
using System.Runtime.CompilerServices;

namespace Pilevisor.Snapshots;

/// <summary>
/// Compares text with what was found right before, in the files and by the rules of Verify: <c>TestClass.TestMethod.verified.txt</c> next to the test. On a
/// mismatch the new text is left in <c>….received.txt</c>; if it is right, that file takes the place of the verified one.
/// <code>
/// [Fact]
/// public void Two_nodes() => Snapshot.Verify(DeviceTreeText.Of(twoNodes));
/// </code>
/// </summary>
public static class Snapshot
{
    /// <summary>Compares <paramref name="actual"/> with the test's verified text.</summary>
    /// <param name="actual">The text; the kind of its line ends and a line end at its end do not count.</param>
    /// <param name="variant">Tells several snapshots of one test apart.</param>
    /// <param name="testFile">The compiler's: the test's source file, which must be called after its class.</param>
    /// <param name="testMethod">The compiler's: the test.</param>
    /// <exception cref="SnapshotMismatchException">If they differ, or nothing has been verified yet.</exception>
    public static void Verify(string actual, string? variant = null, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "")
    {
        string name = Path.GetFileNameWithoutExtension(testFile) + "." + testMethod + (variant is null ? "" : "." + variant);
        Compare(Path.Combine(Path.GetDirectoryName(testFile)!, name), actual);
    }

    /// <summary>Compares <paramref name="actual"/> with <paramref name="path"/>.verified.txt.</summary>
    /// <exception cref="SnapshotMismatchException">If they differ, or nothing has been verified yet.</exception>
    public static void Compare(string path, string actual) => CompareFiles(path + ".verified.txt", path + ".received.txt", actual);

    /// <summary>Compares <paramref name="actual"/> with a file of the repository that is made of something else, and must be made again when that changes.</summary>
    /// <exception cref="SnapshotMismatchException">If they differ.</exception>
    public static void VerifyFile(string path, string actual) => CompareFiles(path, path + ".received.txt", actual);

    private static void CompareFiles(string verifiedFile, string receivedFile, string actual)
    {
        string received = Normalise(actual);
        string verified = File.Exists(verifiedFile) ? Normalise(File.ReadAllText(verifiedFile)) : "";
        if (File.Exists(verifiedFile) && verified == received)
        {
            File.Delete(receivedFile);
            return;
        }
        File.WriteAllText(receivedFile, received);
        throw new SnapshotMismatchException(verifiedFile, receivedFile, TextDiff.Of(verified, received));
    }

    private static string Normalise(string text) => text.Replace("\r\n", "\n").TrimEnd('\n') + "\n";
}
