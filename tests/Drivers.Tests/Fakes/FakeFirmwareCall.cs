using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>Firmware that records its calls and answers them all alike, unless it is told otherwise.</summary>
public sealed class FakeFirmwareCall : IFirmwareCall
{
    /// <summary>What it answers.</summary>
    public long Answer { get; set; }

    /// <summary>What it answers to single functions, by x0 and x1: x0 to x3. Others have <see cref="Answer"/>.</summary>
    public Dictionary<(ulong Function, ulong Argument), (long X0, FirmwareResults Others)> Answers { get; } = [];

    /// <summary>The calls: conduit and x0 to x3.</summary>
    public List<(string Conduit, ulong Function, ulong Argument1, ulong Argument2, ulong Argument3)> Calls { get; } = [];

    /// <inheritdoc/>
    public long Smc(ulong function, ulong argument1, ulong argument2, ulong argument3) => Record("smc", function, argument1, argument2, argument3);

    /// <inheritdoc/>
    public long Hvc(ulong function, ulong argument1, ulong argument2, ulong argument3) => Record("hvc", function, argument1, argument2, argument3);

    /// <inheritdoc/>
    public long Smc(ulong function, ulong argument, out FirmwareResults results) => Record("smc", function, argument, out results);

    /// <inheritdoc/>
    public long Hvc(ulong function, ulong argument, out FirmwareResults results) => Record("hvc", function, argument, out results);

    private long Record(string conduit, ulong function, ulong argument, out FirmwareResults results)
    {
        Record(conduit, function, argument, 0, 0);
        (long answer, results) = Answers.GetValueOrDefault((function, argument), (Answer, default));
        return answer;
    }

    private long Record(string conduit, ulong function, ulong argument1, ulong argument2, ulong argument3)
    {
        Calls.Add((conduit, function, argument1, argument2, argument3));
        return Answer;
    }
}
