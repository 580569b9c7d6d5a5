namespace Pilevisor.Coherence;

/// <summary>
/// What became of the read copies that this node fetched of a page: one byte. Data that migrates is read and then written on one node after the other; once that has shown twice, a read asks for the page exclusively
/// and the upgrade, a round trip of its own, is saved (Stenström et al., ISCA'93, decided by the requester). Every fourth such read asks for a copy all the same, so that a page that has changed its ways is noticed.
/// </summary>
internal struct AccessHistory
{
    private const int ScoreToPredict = 2;
    private const int MaximumScore = 3;
    private const int PredictionsBeforeProbe = 3;
    private const int PredictionShift = 2;
    private const byte CopyOutBit = 1 << 4;

    private byte _bits;

    private int Score
    {
        readonly get => _bits & 3;
        set => _bits = (byte)((_bits & ~3) | value);
    }

    private int Predictions
    {
        readonly get => (_bits >> PredictionShift) & 3;
        set => _bits = (byte)((_bits & ~(3 << PredictionShift)) | (value << PredictionShift));
    }

    private bool IsCopyOut
    {
        readonly get => (_bits & CopyOutBit) != 0;
        set => _bits = (byte)(value ? _bits | CopyOutBit : _bits & ~CopyOutBit);
    }

    /// <summary>The guest reads a page of which nothing is here. Says what to ask for.</summary>
    public AccessKind OnReadMiss()
    {
        // The last copy was given up without having been written.
        if (IsCopyOut && Score > 0) Score--;
        bool predictsWrite = Score >= ScoreToPredict && Predictions < PredictionsBeforeProbe;
        Predictions = predictsWrite ? Predictions + 1 : 0;
        IsCopyOut = !predictsWrite;
        return predictsWrite ? AccessKind.Write : AccessKind.Read;
    }

    /// <summary>The guest writes a page of which it has a copy to read.</summary>
    public void OnUpgrade()
    {
        if (IsCopyOut && Score < MaximumScore) Score++;
        IsCopyOut = false;
    }
}
