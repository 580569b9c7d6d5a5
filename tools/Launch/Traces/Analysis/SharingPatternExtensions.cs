namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>What patterns are called.</summary>
public static class SharingPatternExtensions
{
    /// <summary>In words.</summary>
    public static string Name(this SharingPattern pattern) => pattern switch
    {
        SharingPattern.Private => "private",
        SharingPattern.ReadMostly => "read-mostly",
        SharingPattern.ProducerConsumer => "producer-consumer",
        SharingPattern.Migratory => "migratory",
        SharingPattern.FalseSharing => "false sharing",
        _ => "mixed",
    };
}
