using System;
using System.Text;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Checks.Tests;

/// <summary>
/// What .NET itself says to every check. The self-test image must say the same at EL2: Image.Tests compare its output with this test's verified file.
/// </summary>
public class FrameworkTests
{
    [Fact]
    public void Checks_and_fatal_checks()
    {
        StringBuilder text = new();
        AllChecks.Run(new TextReport(text));
        for (int i = 0; i < FatalChecks.Count; i++)
        {
            Exception? thrown = Record.Exception(() => { FatalChecks.Run(i, 1); });
            Assert.True(thrown is not null, $"{FatalChecks.Name(i)} survived");
            text.Append($"panic {FatalChecks.Name(i)} {thrown.Message}\n");
        }
        Snapshot.Verify(text.ToString());
    }
}
