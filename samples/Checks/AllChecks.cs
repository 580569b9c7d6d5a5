namespace Pilevisor.Checks;

/// <summary>Every check that has a value.</summary>
public static class AllChecks
{
    public static void Run(CheckReport report)
    {
        SpanChecks.Run(report);
        MemoryChecks.Run(report);
        StringChecks.Run(report);
        TextChecks.Run(report);
        BinaryChecks.Run(report);
        BitChecks.Run(report);
        ArithmeticChecks.Run(report);
        StructChecks.Run(report);
        ArrayChecks.Run(report);
        DispatchChecks.Run(report);
        GenericChecks.Run(report);
        AtomicChecks.Run(report);
        FlowChecks.Run(report);
    }
}
