namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>
/// How nodes share a page, by the names of the literature: Weber and Gupta (ASPLOS 1989) for what invalidations show of shared data, Bennett, Carter and Zwaenepoel (PPoPP 1990) for software DSM, Torrellas, Lam and Hennessy
/// (ICPP 1990) for false sharing, Stenström, Brorsson and Sandberg (ISCA 1993) for migratory data. <see cref="SharingClassifier"/> has the rule.
/// </summary>
public enum SharingPattern
{
    /// <summary>One node accessed it.</summary>
    Private = 0,

    /// <summary>Several nodes read it, and none writes it, or seldom.</summary>
    ReadMostly = 1,

    /// <summary>One node writes it, others read what it wrote.</summary>
    ProducerConsumer = 2,

    /// <summary>One node after another writes it, often after having read it: a lock, a counter, a record that is handed on.</summary>
    Migratory = 3,

    /// <summary>Nodes write different parts of it, which no other node comes for: it travels, and nothing is shared.</summary>
    FalseSharing = 4,

    /// <summary>None of these, or it changed hands too seldom to tell: several nodes read and write the same.</summary>
    Mixed = 5,
}
