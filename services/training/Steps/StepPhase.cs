namespace Rvos.Training.Steps;

/// <summary>Parts of a training step.</summary>
public enum StepPhase
{
    /// <summary>Waiting for clips that are made on other threads.</summary>
    Data,
    /// <summary>Clips to tensors on the device.</summary>
    Batch,
    /// <summary>Forward through the encoder, with the gates that all objects share.</summary>
    Encoder,
    /// <summary>Forward through the decoder, for all objects and frames.</summary>
    Decoder,
    /// <summary>Losses and the overlap that is logged.</summary>
    Loss,
    /// <summary>Back-propagation through everything.</summary>
    Backward,
    /// <summary>Clipping of gradients and the optimiser's update.</summary>
    Optimiser,
    /// <summary>The averaged weights.</summary>
    Average,
    /// <summary>Everything else.</summary>
    Other,
}
