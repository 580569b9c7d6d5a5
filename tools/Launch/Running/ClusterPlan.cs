using System;
using System.Collections.Generic;
using Pilevisor.Interconnect;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Running;

/// <summary>A cluster that is ready to start: every file is there.</summary>
/// <param name="Configuration">What was asked for.</param>
/// <param name="Image">What the machines boot; null if they boot the guest itself.</param>
/// <param name="Vocabulary">What the image's parts call their messages.</param>
/// <param name="Key">The key that its frames to the host are sealed with, too; null if they are not.</param>
/// <param name="Token">This run's token of the guest's init script.</param>
/// <param name="Machines">The machines, by node, those that may join later included.</param>
/// <param name="StartOrder">The order in which the first ones start.</param>
/// <param name="Newcomer">The machine of a node that joins later.</param>
internal sealed record ClusterPlan(ClusterConfiguration Configuration, VariantImage? Image, ImageVocabulary Vocabulary, ClusterKey? Key, string Token, IReadOnlyList<QemuMachine> Machines, IReadOnlyList<int> StartOrder, Func<NodeAddition, QemuMachine> Newcomer);
